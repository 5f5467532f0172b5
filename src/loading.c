/*
 * loading.c
 *	  Reads what an HR system exports as text: dates, numbers, parts of days.
 *
 * A file is read to its end, so a cell that cannot be read raises no error.
 * Each function returns the value or, if there is none, what is wrong with the
 * text.  It refuses only what the site itself writes, such as the order of a
 * date's fields.
 */
#include "bradford.h"

#include "utils/builtins.h"

#include "core/date.h"
#include "daterange.h"
#include "number.h"

PG_FUNCTION_INFO_V1(bradford_read_date);
PG_FUNCTION_INFO_V1(bradford_read_number);
PG_FUNCTION_INFO_V1(bradford_read_day_parts);

/* no number in a cell is longer, and numeric reads it without an error */
#define LONGEST_NUMBER	100

#define FIELDS			3

/* what is left to read of a cell */
typedef struct Cell
{
	const char *p;
	const char *end;
} Cell;

/* one of the three fields of a date: digits, or a word */
typedef struct Field
{
	const char *start;
	int			length;
	bool		is_word;
} Field;

static inline bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* the text without the blanks around it; NULL is an empty cell */
static Cell
trimmed(text *written)
{
	Cell		cell = {NULL, NULL};

	if (written == NULL)
		return cell;
	cell.p = VARDATA_ANY(written);
	cell.end = cell.p + VARSIZE_ANY_EXHDR(written);
	while (cell.p < cell.end && is_blank(*cell.p))
		cell.p++;
	while (cell.p < cell.end && is_blank(cell.end[-1]))
		cell.end--;
	return cell;
}

static inline bool
at_end(const Cell *cell)
{
	return cell->p >= cell->end;
}

/* what is next, or '\0' at the end */
static inline char
next(const Cell *cell)
{
	return at_end(cell) ? '\0' : *cell->p;
}

/* goes past any blanks; were there some? */
static bool
skip_blanks(Cell *cell)
{
	const char *start = cell->p;

	while (!at_end(cell) && is_blank(*cell->p))
		cell->p++;
	return cell->p > start;
}

/* goes past the word, in upper or lower case, if it is next */
static bool
skip_word(Cell *cell, const char *word, int length)
{
	if (cell->end - cell->p < length || pg_strncasecmp(cell->p, word, length) != 0)
		return false;
	cell->p += length;
	return true;
}

/* the number that some digits write; there are never more than an int has room for */
static int
digits_value(const char *start, int length)
{
	int			value = 0;

	while (length-- > 0)
		value = value * 10 + (*start++ - '0');
	return value;
}

/* goes past one or two digits; returns their number, or -1 if there are none */
static int
read_two_digits(Cell *cell)
{
	const char *start = cell->p;

	while (cell->p - start < 2 && is_digit(next(cell)))
		cell->p++;
	return cell->p > start ? digits_value(start, (int) (cell->p - start)) : -1;
}

/* January to December in full, in three letters, or Sept; 0 if it is none */
static int
month_of_word(const Field *field)
{
	static const char *const names[] = {
		"January", "February", "March", "April", "May", "June", "July",
		"August", "September", "October", "November", "December"
	};
	int			i;

	for (i = 0; i < lengthof(names); i++)
	{
		if (pg_strncasecmp(field->start, names[i], field->length) != 0)
			continue;
		if (field->length == 3 || field->length == strlen(names[i]) ||
			(field->length == 4 && i == 8))
			return i + 1;
	}
	return 0;
}

/* reads the three fields, with the same sign, or blanks, between them */
static bool
read_fields(Cell *cell, Field *fields)
{
	char		sign = '\0';
	int			i;

	for (i = 0; i < FIELDS; i++)
	{
		if (i > 0)
		{
			char		between = next(cell);

			if (between == '/' || between == '-' || between == '.')
				cell->p++;
			else if (skip_blanks(cell))
				between = ' ';
			else
				return false;
			if (i > 1 && between != sign)
				return false;
			sign = between;
		}
		fields[i].start = cell->p;
		fields[i].is_word = is_letter(next(cell));
		while (fields[i].is_word ? is_letter(next(cell)) : is_digit(next(cell)))
			cell->p++;
		fields[i].length = (int) (cell->p - fields[i].start);
		if (fields[i].length == 0)
			return false;
	}
	return true;
}

/*
 * Reads a time of day after a date, only to be sure that it is one: 09:30,
 * 09:30:00.000 or 9:30 pm.  Returns NULL, or what is wrong with it.
 */
static const char *
read_time(Cell *cell)
{
	int			hour = read_two_digits(cell);
	int			minute = -1;
	int			second = 0;
	bool		half;

	if (hour >= 0 && next(cell) == ':')
	{
		cell->p++;
		minute = read_two_digits(cell);
	}
	if (minute < 0)
		return "no date";
	if (next(cell) == ':')
	{
		cell->p++;
		second = read_two_digits(cell);
		if (second >= 0 && next(cell) == '.')
			do
				cell->p++;
			while (is_digit(next(cell)));
	}
	skip_blanks(cell);
	half = skip_word(cell, "am", 2) || skip_word(cell, "pm", 2);
	if (next(cell) == 'Z' || next(cell) == 'z' || next(cell) == '+' || next(cell) == '-')
		return "time with a zone";
	if (!at_end(cell))
		return "no date";
	if (minute > 59 || second < 0 || second > 59 || (half ? hour < 1 || hour > 12 : hour > 23))
		return "no such time of day";
	return NULL;
}

/* the day that a cell names, or what is wrong with it, in a word */
static const char *
read_day(Cell cell, const char *order, int32 first_year, DateADT *day)
{
	Field		fields[FIELDS];
	const Field *year_field = NULL;
	int			year;
	int			month = 0;
	int			of_month = 0;
	const char *digits = cell.p;
	int			i;

	while (digits < cell.end && is_digit(*digits))
		digits++;
	if (digits == cell.end)
	{
		const char *start = cell.p;

		/* eight digits in a row, of which the year takes four */
		if (cell.end - cell.p != 8)
			return "a number and no date";
		for (i = 0; i < FIELDS; i++)
		{
			fields[i].start = start;
			fields[i].length = order[i] == 'y' ? 4 : 2;
			fields[i].is_word = false;
			start += fields[i].length;
		}
	}
	else
	{
		if (!read_fields(&cell, fields))
			return "no date";
		if (!at_end(&cell))
		{
			const char *wrong;

			if (next(&cell) == 'T' || next(&cell) == 't')
				cell.p++;
			else if (!skip_blanks(&cell))
				return "no date";
			wrong = read_time(&cell);
			if (wrong != NULL)
				return wrong;
		}
	}

	for (i = 0; i < FIELDS; i++)
	{
		const Field *field = &fields[i];

		if (order[i] == 'y')
			year_field = field;
		else if (order[i] == 'm' && field->is_word)
		{
			month = month_of_word(field);
			if (month == 0)
				return "no such month";
		}
		else if (field->is_word || field->length > 2)
			return "fields in another order";
		else if (order[i] == 'm')
			month = digits_value(field->start, field->length);
		else
			of_month = digits_value(field->start, field->length);
	}
	if (year_field->is_word || (year_field->length != 2 && year_field->length != 4))
		return "fields in another order";
	year = digits_value(year_field->start, year_field->length);
	if (year_field->length == 2)
	{
		if (first_year < 0)
			return "year of two digits";
		year = first_year + (year - first_year % 100 + 100) % 100;
	}
	if (year < 1)
		return "no such year";
	if (month < 1 || month > 12)
		return "no such month";
	if (of_month < 1 || of_month > days_in_month(year, month))
		return "no such day";
	*day = (DateADT) day_from_civil(year, month, of_month);
	return NULL;
}

/* the order that a text names, or a refusal */
static const char *
field_order_arg(text *order)
{
	static const char *const orders[] = {"dmy", "mdy", "ymd"};
	int			i;

	for (i = 0; i < lengthof(orders); i++)
		if (word_is(order, orders[i]))
			return orders[i];
	REFUSE(ERRCODE_INVALID_PARAMETER_VALUE,
		   errmsg("unknown order of day, month and year: \"%s\"", quoted_text(order)),
		   errdetail("The orders are dmy, mdy and ymd."),
		   errhint("Write 'dmy' for dates such as 03/04/2016 that mean 3 April."));
	return NULL;				/* not reached */
}

/* a row with a value, or with what is wrong with the cell, or with neither */
static Datum
value_or_problem(FunctionCallInfo fcinfo, bool found, Datum value, const char *problem, Cell cell)
{
	Datum		values[2] = {value, (Datum) 0};
	bool		nulls[2] = {!found, true};

	if (problem != NULL)
	{
		values[1] = PointerGetDatum(cstring_to_text(psprintf("%s: %s", problem,
															 quoted_part(cell.p, (int) (cell.end - cell.p)))));
		nulls[1] = false;
	}
	return HeapTupleGetDatum(heap_form_tuple(row_desc(fcinfo, 2), values, nulls));
}

/* read_date(written, field_order, first_year) */
Datum
bradford_read_date(PG_FUNCTION_ARGS)
{
	const char *order;
	const char *problem = NULL;
	int32		first_year = -1;
	DateADT		day = 0;
	Cell		cell;

	if (PG_ARGISNULL(1))
		REFUSE(ERRCODE_NULL_VALUE_NOT_ALLOWED,
			   errmsg("field_order must not be NULL"),
			   errdetail("The orders are dmy, mdy and ymd."),
			   errhint("Write 'dmy' for dates such as 03/04/2016 that mean 3 April."));
	order = field_order_arg(PG_GETARG_TEXT_PP(1));
	if (!PG_ARGISNULL(2))
	{
		first_year = PG_GETARG_INT32(2);
		if (first_year < 1 || first_year > 9900)
			REFUSE(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
				   errmsg("first_year must be from 1 to 9900: %d", first_year),
				   errdetail("It is the first of the hundred years that two digits can mean."),
				   errhint("Write for instance first_year => 1950, by which 49 is 2049 and 50 is 1950."));
	}
	cell = trimmed(PG_ARGISNULL(0) ? NULL : PG_GETARG_TEXT_PP(0));
	if (at_end(&cell))
		return value_or_problem(fcinfo, false, (Datum) 0, NULL, cell);
	problem = read_day(cell, order, first_year, &day);
	return value_or_problem(fcinfo, problem == NULL, DateADTGetDatum(day), problem, cell);
}

/* goes past the unit if it is next; an empty one never is */
static bool
skip_unit(Cell *cell, const Cell *unit)
{
	int			length = (int) (unit->end - unit->p);

	return length > 0 && skip_word(cell, unit->p, length);
}

/*
 * Writes the number that a cell names to "digits", as numeric reads it.
 * Returns NULL, or what is wrong with it.  The digits before the point may
 * have commas, after every three.
 */
static const char *
read_figure(Cell cell, const Cell *unit, char *digits)
{
	bool		in_brackets = next(&cell) == '(' && cell.end[-1] == ')';
	bool		has_sign = in_brackets;
	bool		has_unit = false;
	bool		has_commas = false;
	int			whole = 0;		/* digits before the point */
	int			since_comma = 0;

	if (cell.end - cell.p > LONGEST_NUMBER)
		return "no number";
	if (in_brackets)
	{
		cell.p++;
		cell.end--;
		*digits++ = '-';
		skip_blanks(&cell);
	}

	/* a sign and the unit, in either order */
	for (;;)
	{
		if (!has_sign && (next(&cell) == '-' || next(&cell) == '+'))
		{
			*digits++ = *cell.p++;
			has_sign = true;
		}
		else if (!has_unit && skip_unit(&cell, unit))
		{
			has_unit = true;
			skip_blanks(&cell);
		}
		else
			break;
	}

	for (; is_digit(next(&cell)) || next(&cell) == ','; cell.p++)
	{
		if (next(&cell) == ',')
		{
			if (whole == 0 || (has_commas ? since_comma != 3 : since_comma > 3))
				return "commas not in thousands";
			has_commas = true;
			since_comma = 0;
			continue;
		}
		*digits++ = *cell.p;
		whole++;
		since_comma++;
	}
	if (has_commas && since_comma != 3)
		return "commas not in thousands";
	if (next(&cell) == '.')
	{
		const char *point = cell.p;

		do
			*digits++ = *cell.p++;
		while (is_digit(next(&cell)));
		if (cell.p - point == 1)
			return "no number";
	}
	else if (whole == 0)
		return "no number";
	*digits = '\0';

	skip_blanks(&cell);
	if (!has_unit && skip_unit(&cell, unit))
		skip_blanks(&cell);
	return at_end(&cell) ? NULL : "no number";
}

/* read_number(written, unit) */
Datum
bradford_read_number(PG_FUNCTION_ARGS)
{
	Cell		cell = trimmed(PG_ARGISNULL(0) ? NULL : PG_GETARG_TEXT_PP(0));
	Cell		unit = trimmed(PG_ARGISNULL(1) ? NULL : PG_GETARG_TEXT_PP(1));
	char		digits[LONGEST_NUMBER + 2];
	const char *problem;

	if (at_end(&cell))
		return value_or_problem(fcinfo, false, (Datum) 0, NULL, cell);
	problem = read_figure(cell, &unit, digits);
	if (problem != NULL)
		return value_or_problem(fcinfo, false, (Datum) 0, problem, cell);
	return value_or_problem(fcinfo, true,
							DirectFunctionCall3(numeric_in, CStringGetDatum(digits),
												ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)),
							NULL, cell);
}

/* which part of a day a cell names */
typedef enum DayPart
{
	WHOLE_DAY,
	MORNING,
	AFTERNOON,
	UNKNOWN_PART
} DayPart;

static DayPart
read_day_part(Cell cell)
{
	static const struct
	{
		const char *word;
		DayPart		part;
	}			words[] = {
		{"am", MORNING}, {"a.m.", MORNING}, {"morning", MORNING},
		{"pm", AFTERNOON}, {"p.m.", AFTERNOON}, {"afternoon", AFTERNOON},
		{"full", WHOLE_DAY}, {"full day", WHOLE_DAY}, {"whole day", WHOLE_DAY},
		{"all day", WHOLE_DAY}, {"day", WHOLE_DAY},
	};
	int			i;

	if (at_end(&cell))
		return WHOLE_DAY;
	for (i = 0; i < lengthof(words); i++)
		if (cell.end - cell.p == strlen(words[i].word) &&
			pg_strncasecmp(cell.p, words[i].word, cell.end - cell.p) == 0)
			return words[i].part;
	return UNKNOWN_PART;
}

/* is the day given, and can a set of days end on it? */
static bool
is_day_of_a_set(FunctionCallInfo fcinfo, int n)
{
	return !PG_ARGISNULL(n) && PG_GETARG_DATEADT(n) >= MIN_DAY && PG_GETARG_DATEADT(n) < MAX_DAY;
}

/* read_day_parts(first_day, last_day, first_part, last_part, afternoon_counts) */
Datum
bradford_read_day_parts(PG_FUNCTION_ARGS)
{
	Cell		first_cell = trimmed(PG_ARGISNULL(2) ? NULL : PG_GETARG_TEXT_PP(2));
	Cell		last_cell = trimmed(PG_ARGISNULL(3) ? NULL : PG_GETARG_TEXT_PP(3));
	DayPart		first = read_day_part(first_cell);
	DayPart		last = read_day_part(last_cell);
	bool		counts = !PG_ARGISNULL(4) && PG_GETARG_BOOL(4);
	bool		one_day = !PG_ARGISNULL(0) && !PG_ARGISNULL(1) &&
		PG_GETARG_DATEADT(0) == PG_GETARG_DATEADT(1);
	bool		in_order = !PG_ARGISNULL(0) &&
		(PG_ARGISNULL(1) || PG_GETARG_DATEADT(0) <= PG_GETARG_DATEADT(1));
	char	   *problem = NULL;
	Span		half[2];
	int			n = 0;
	Datum		values[3];
	bool		nulls[3] = {true, true, true};

	if (first == UNKNOWN_PART || last == UNKNOWN_PART)
	{
		const Cell *cell = first == UNKNOWN_PART ? &first_cell : &last_cell;

		problem = psprintf("no part of a day: %s",
						   quoted_part(cell->p, (int) (cell->end - cell->p)));
	}
	else if (one_day && first == AFTERNOON && last == MORNING)
		problem = pstrdup("one day from its afternoon to its morning");

	if (problem != NULL)
	{
		values[2] = PointerGetDatum(cstring_to_text(problem));
		nulls[2] = false;
		return HeapTupleGetDatum(heap_form_tuple(row_desc(fcinfo, 3), values, nulls));
	}

	values[0] = BoolGetDatum(first == AFTERNOON && !counts);
	nulls[0] = false;
	if (first == AFTERNOON && counts && in_order && is_day_of_a_set(fcinfo, 0))
		half[n++] = (Span) {PG_GETARG_DATEADT(0), PG_GETARG_DATEADT(0)};
	if (last == MORNING && in_order && is_day_of_a_set(fcinfo, 1))
		half[n++] = (Span) {PG_GETARG_DATEADT(1), PG_GETARG_DATEADT(1)};
	if (n > 0)
	{
		n = (int) spans_sort_and_merge(half, n);
		values[1] = spans_datemultirange(half, n);
		nulls[1] = false;
	}
	return HeapTupleGetDatum(heap_form_tuple(row_desc(fcinfo, 3), values, nulls));
}
