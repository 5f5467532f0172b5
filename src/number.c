/*
 * number.c
 *	  Exact arithmetic for pay, in integers where the digits fit and in numeric
 *	  where they do not.
 */
#include "number.h"

#include "utils/fmgrprotos.h"

/*
 * A numeric as it lies on disk.  PostgreSQL keeps this private, but can't
 * change it without breaking pg_upgrade: a 16-bit header (and in the long form
 * a 16-bit weight), then groups of four decimal digits, the first of which
 * counts 10000^weight.
 */
#define SIGN_MASK			0xC000
#define NEGATIVE_LONG		0x4000
#define SHORT_FORM			0x8000
#define SPECIAL				0xC000	/* NaN, infinity */
#define NOT_A_NUMBER		0xC000	/* the specials differ in the next bits */
#define SPECIAL_MASK		0xF000
#define SHORT_SIGN			0x2000
#define SHORT_SCALE_SHIFT	7
#define SHORT_SCALE_MAX		0x3F
#define SHORT_WEIGHT_SIGN	0x0040
#define SHORT_WEIGHT_MASK	0x003F
#define LONG_SCALE_MASK		0x3FFF
#define GROUP				10000
#define GROUP_DIGITS		4

#define MAX_GROUPS			(DECIMAL_DIGITS / GROUP_DIGITS)
#define CHUNK				INT64_C(10000000000000000)	/* GROUP^4 */
#define CHUNK_GROUPS		4

#define MAX_SCALE			100

/* the sign, scale and weight of a numeric; returns the size of its header, 0 for NaN and infinity */
static Size
read_header(const char *digits, bool *negative, int *scale, int *weight)
{
	uint16		header;
	int16		long_weight;

	memcpy(&header, digits, sizeof(header));
	if ((header & SIGN_MASK) == SPECIAL)
		return 0;
	if (header & SHORT_FORM)
	{
		*negative = (header & SHORT_SIGN) != 0;
		*scale = (header >> SHORT_SCALE_SHIFT) & SHORT_SCALE_MAX;
		*weight = header & SHORT_WEIGHT_MASK;
		if (header & SHORT_WEIGHT_SIGN)
			*weight -= SHORT_WEIGHT_SIGN;
		return sizeof(header);
	}
	*negative = (header & SIGN_MASK) == NEGATIVE_LONG;
	*scale = header & LONG_SCALE_MASK;
	memcpy(&long_weight, digits + sizeof(header), sizeof(long_weight));
	*weight = long_weight;
	return sizeof(header) + sizeof(long_weight);
}

/* value * 10^exponent, if it is whole and fits; groups are padded with zeros beyond the scale */
static bool
shift_digits(decimal_int *value, int exponent)
{
	decimal_int power;

	if (exponent == 0 || *value == 0)
		return true;
	if (!decimal_power(exponent < 0 ? -exponent : exponent, &power))
		return false;
	if (exponent > 0)
		return !__builtin_mul_overflow(*value, power, value);
	if ((int64) *value == *value && (int64) power == power)
	{
		if ((int64) *value % (int64) power != 0)
			return false;
		*value = (int64) *value / (int64) power;
		return true;
	}
	if (*value % power != 0)
		return false;
	*value /= power;
	return true;
}

/* false if the number is NaN, infinite or too long for a Decimal */
static bool
read_digits(const char *digits, Size length, Number *number)
{
	bool		negative;
	int			weight;
	int			scale;
	int			groups;
	int			i;
	Size		header = read_header(digits, &negative, &scale, &weight);
	decimal_int value = 0;

	if (header == 0)
		return false;
	digits += header;
	groups = (int) ((length - header) / sizeof(int16));
	if (groups > MAX_GROUPS || scale > DECIMAL_DIGITS)
		return false;
	for (i = 0; i < groups; i++)
	{
		int16		group;

		memcpy(&group, digits + i * sizeof(group), sizeof(group));
		value = value * GROUP + group;
	}
	if (!shift_digits(&value, (weight - groups + 1) * GROUP_DIGITS + scale))
		return false;
	number->small.mantissa = negative ? -value : value;
	number->small.scale = scale;
	number->wide = NULL;
	return true;
}

static void
refuse_special(uint16 header, const char *what)
{
	if ((header & SIGN_MASK) == SPECIAL)
		REFUSE(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
			   errmsg("%s cannot be %s", what,
					  (header & SPECIAL_MASK) == NOT_A_NUMBER ? "NaN" : "infinite"),
			   errdetail("Hours, weeks and money are finite numbers."),
			   errhint("Write a number such as 37.5, or NULL where nothing is known."));
}

pg_noreturn static void
refuse_negative(Number number, const char *what)
{
	REFUSE(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
		   errmsg("%s cannot be negative: %s", what, number_text(number)),
		   errdetail("The least is 0."),
		   errhint("Write 0 or more."));
}

void
number_from(Number *number, Datum value, const char *what)
{
	struct varlena *packed = PG_DETOAST_DATUM_PACKED(value);
	uint16		header;

	if (read_digits(VARDATA_ANY(packed), VARSIZE_ANY_EXHDR(packed), number))
		return;
	memcpy(&header, VARDATA_ANY(packed), sizeof(header));
	refuse_special(header, what);
	number->wide = DatumGetNumeric(value);
}

void
number_not_negative(Number *number, Datum value, const char *what)
{
	number_from(number, value, what);
	if (number_sign(*number) < 0)
		refuse_negative(*number, what);
}

void
number_positive(Number *number, Datum value, const char *what)
{
	number_not_negative(number, value, what);
	if (number_sign(*number) == 0)
		REFUSE(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
			   errmsg("%s cannot be zero", what),
			   errdetail("Something is divided by it, so it is above 0."),
			   errhint("Write a figure above 0, such as 37.5 hours, 45 weeks or 0.01 for the penny."));
}

const char *
number_digits(Datum value, const char *what, uint8 *length)
{
	struct varlena *packed = PG_DETOAST_DATUM_PACKED(value);
	Size		size = VARSIZE_ANY_EXHDR(packed);
	uint16		header;

	memcpy(&header, VARDATA_ANY(packed), sizeof(header));
	refuse_special(header, what);
	if (header & SHORT_FORM ? (header & SHORT_SIGN) != 0 : (header & SIGN_MASK) == NEGATIVE_LONG)
	{
		Number		number;

		number_from(&number, value, what);
		refuse_negative(number, what);
	}
	if (size > MAX_DIGIT_BYTES)
		REFUSE(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
			   errmsg("%s has too many digits", what),
			   errdetail("A timesheet takes figures of up to %d bytes, which are about 500 digits.", MAX_DIGIT_BYTES),
			   errhint("Round the figure first."));
	*length = (uint8) size;
	return VARDATA_ANY(packed);
}

void
number_of_digits(Number *number, const char *digits, uint8 length)
{
	struct varlena *numeric;

	if (read_digits(digits, length, number))
		return;
	numeric = palloc(VARHDRSZ + length);
	SET_VARSIZE(numeric, VARHDRSZ + length);
	memcpy(VARDATA(numeric), digits, length);
	number->wide = (Numeric) numeric;
}

/* splits the magnitude into groups of four digits, least significant first */
static int
split_groups(const Decimal *value, int16 *groups)
{
	decimal_uint rest = value->mantissa < 0 ? -(decimal_uint) value->mantissa : (decimal_uint) value->mantissa;
	int			odd = value->scale % GROUP_DIGITS;
	int			n = 0;

	/* the digits after the last full group, padded to a group */
	if (odd > 0)
	{
		decimal_int unit;
		decimal_int padding;
		decimal_uint whole;

		decimal_power(odd, &unit);
		decimal_power(GROUP_DIGITS - odd, &padding);
		whole = (uint64) rest == rest ? (uint64) rest / (uint64) unit : rest / (decimal_uint) unit;
		groups[n++] = (int16) ((rest - whole * (decimal_uint) unit) * (decimal_uint) padding);
		rest = whole;
	}
	while (rest != 0)
	{
		uint64		chunk;
		int			i;

		if ((uint64) rest == rest)
		{
			for (chunk = (uint64) rest; chunk != 0; chunk /= GROUP)
				groups[n++] = (int16) (chunk % GROUP);
			break;
		}
		chunk = (uint64) (rest % (decimal_uint) CHUNK);
		rest /= (decimal_uint) CHUNK;
		for (i = 0; i < CHUNK_GROUPS; i++, chunk /= GROUP)
			groups[n++] = (int16) (chunk % GROUP);
	}
	return n;
}

Datum
number_datum(const Number *a)
{
	int16		groups[MAX_GROUPS + 3];
	int			n;
	int			lowest = 0;
	int			weight;
	Size		header;
	struct varlena *result;
	char	   *out;
	uint16		word;
	bool		negative = a->small.mantissa < 0;

	if (a->wide != NULL)
		return NumericGetDatum(a->wide);

	n = split_groups(&a->small, groups);
	weight = n - 1 - (a->small.scale + GROUP_DIGITS - 1) / GROUP_DIGITS;

	/* numeric keeps neither leading nor trailing groups of zeros */
	while (n > 0 && groups[n - 1] == 0)
	{
		n--;
		weight--;
	}
	while (lowest < n && groups[lowest] == 0)
		lowest++;
	if (lowest == n)
		weight = 0;

	header = a->small.scale <= SHORT_SCALE_MAX && weight >= -SHORT_WEIGHT_SIGN && weight <= SHORT_WEIGHT_MASK ?
		sizeof(uint16) : sizeof(uint16) + sizeof(int16);
	result = palloc(VARHDRSZ + header + (n - lowest) * sizeof(int16));
	SET_VARSIZE(result, VARHDRSZ + header + (n - lowest) * sizeof(int16));
	out = VARDATA(result);
	if (header == sizeof(uint16))
		word = SHORT_FORM | (negative ? SHORT_SIGN : 0) | (a->small.scale << SHORT_SCALE_SHIFT) |
			(weight < 0 ? SHORT_WEIGHT_SIGN : 0) | (weight & SHORT_WEIGHT_MASK);
	else
		word = (negative ? NEGATIVE_LONG : 0) | a->small.scale;
	memcpy(out, &word, sizeof(word));
	out += sizeof(word);
	if (header > sizeof(uint16))
	{
		int16		long_weight = (int16) weight;

		memcpy(out, &long_weight, sizeof(long_weight));
		out += sizeof(long_weight);
	}
	while (n > lowest)
	{
		memcpy(out, &groups[--n], sizeof(int16));
		out += sizeof(int16);
	}
	return PointerGetDatum(result);
}

char *
number_text(Number a)
{
	return DatumGetCString(DirectFunctionCall1(numeric_out, number_datum(&a)));
}

/* a numeric that arithmetic has made: small again if it fits */
static void
number_of(Number *number, Datum value)
{
	struct varlena *numeric = (struct varlena *) DatumGetPointer(value);

	if (!read_digits(VARDATA(numeric), VARSIZE(numeric) - VARHDRSZ, number))
		number->wide = (Numeric) numeric;
}

/* numeric's own refusal of a result has neither DETAIL nor HINT, and does not say that it is about a figure */
static void
explain_overflow(void *unused)
{
	if (geterrcode() != ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE)
		return;
	errmsg("a figure on the way to the result is too large");
	errdetail("Figures have at most 131072 digits before the decimal point and 16383 after it.");
	errhint("Give smaller figures, or larger ones to divide by.");
}

static void
watch_overflow(ErrorContextCallback *watch)
{
	watch->previous = error_context_stack;
	watch->callback = explain_overflow;
	watch->arg = NULL;
	error_context_stack = watch;
}

static Number
wide_call(PGFunction function, Number a, Number b)
{
	ErrorContextCallback watch;
	Number		result;

	watch_overflow(&watch);
	number_of(&result, DirectFunctionCall2(function, number_datum(&a), number_datum(&b)));
	error_context_stack = watch.previous;
	return result;
}

Number
number_add_wide(Number a, Number b)
{
	return wide_call(numeric_add, a, b);
}

Number
number_subtract_wide(Number a, Number b)
{
	return wide_call(numeric_sub, a, b);
}

Number
number_multiply_wide(Number a, Number b)
{
	return wide_call(numeric_mul, a, b);
}

Number
number_divide_whole_wide(Number a, Number b)
{
	return wide_call(numeric_div_trunc, a, b);
}

int
number_compare_wide(Number a, Number b)
{
	return DatumGetInt32(DirectFunctionCall2(numeric_cmp, number_datum(&a), number_datum(&b)));
}

void
number_divide(Number *quotient, const Number *a, const Number *b)
{
	quotient->wide = NULL;
	if (a->wide != NULL || b->wide != NULL || !decimal_divide(&a->small, &b->small, &quotient->small))
		*quotient = wide_call(numeric_div, *a, *b);
}

/* 10^exponent as numeric: 1 with that many zeros, or with that many places */
static Datum
power_of_ten(int exponent)
{
	char		text[MAX_SCALE + 16];

	snprintf(text, sizeof(text), "1e%d", exponent);
	return DirectFunctionCall3(numeric_in, CStringGetDatum(text),
							   ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
}

/*
 * |a / b| + 1/2 cut down to a whole number of units of the last place.  A
 * quotient that numeric had rounded before would be rounded twice.
 */
void
number_divide_rounded(Number *quotient, const Number *a, const Number *b, int scale)
{
	ErrorContextCallback watch;
	Datum		dividend;
	Datum		divisor;
	Datum		whole;

	quotient->wide = NULL;
	if (a->wide == NULL && b->wide == NULL &&
		decimal_divide_rounded(&a->small, &b->small, scale, &quotient->small))
		return;

	watch_overflow(&watch);
	dividend = DirectFunctionCall2(numeric_mul, DirectFunctionCall1(numeric_abs, number_datum(a)), power_of_ten(scale));
	divisor = DirectFunctionCall1(numeric_abs, number_datum(b));
	whole = DirectFunctionCall2(numeric_div_trunc,
								DirectFunctionCall2(numeric_add, DirectFunctionCall2(numeric_add, dividend, dividend), divisor),
								DirectFunctionCall2(numeric_add, divisor, divisor));
	whole = DirectFunctionCall2(numeric_mul, whole, power_of_ten(-scale));
	if (number_sign(*a) * number_sign(*b) < 0)
		whole = DirectFunctionCall1(numeric_uminus, whole);
	number_of(quotient, DirectFunctionCall2(numeric_round, whole, Int32GetDatum(scale)));
	error_context_stack = watch.previous;
}

void
number_divide_to_nearest(Number *quotient, const Number *a, const Number *b, const Number *unit)
{
	Number		divisor = number_multiply(*b, *unit);
	Number		units;

	number_divide_rounded(&units, a, &divisor, 0);
	*quotient = number_multiply(units, *unit);
}

Number
number_round(Number a, int scale)
{
	Number		one = number_int(1);
	Number		rounded;

	number_divide_rounded(&rounded, &a, &one, scale);
	return rounded;
}

void
require_scale(int scale)
{
	if (scale < 0 || scale > MAX_SCALE)
		REFUSE(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
			   errmsg("scale is out of range: %d", scale),
			   errdetail("Decimal places run from 0 to %d.", MAX_SCALE),
			   errhint("Write 2 for pounds and pence."));
}
