/*
 * allocate.c
 *	  Sharing out a total so that no penny is lost or made, and job shares
 *	  (PAY-14).
 *
 * Largest remainder: everybody gets their share cut down to whole units of the
 * last place, and the units left over go one each to the largest fractions cut
 * off, the earliest first where those are equal.  A negative total is shared
 * as its magnitude would be.
 */
#include "pay.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(bradford_allocate);
PG_FUNCTION_INFO_V1(bradford_job_share);

typedef struct Fraction
{
	Number		rest;
	int			index;
} Fraction;

static int
compare_fractions(const void *a, const void *b)
{
	const Fraction *left = a;
	const Fraction *right = b;
	int			order = number_compare(right->rest, left->rest);

	return order != 0 ? order : left->index - right->index;
}

/* 10^-scale, the unit in which the parts are whole */
static Number
last_place(int scale)
{
	Number		unit = number_int(1);

	if (scale <= DECIMAL_DIGITS)
	{
		unit.small.scale = scale;
		return unit;
	}
	return number_divide_rounded(unit, number_from(DirectFunctionCall3(numeric_in,
																	   CStringGetDatum(psprintf("1e%d", scale)),
																	   ObjectIdGetDatum(InvalidOid),
																	   Int32GetDatum(-1)), "scale"), scale);
}

static Number
sum_weights(const Number *weights, int n)
{
	Number		sum = number_int(0);
	int			i;

	for (i = 0; i < n; i++)
		sum = number_add(sum, weights[i]);
	if (number_sign(sum) == 0)
		REFUSE(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
			   errmsg("weights sum to zero"),
			   errdetail("The total is shared out in proportion to the weights, so one of them at least is above 0."),
			   errhint("Write equal weights, such as ARRAY[1, 1], to share out equally."));
	return sum;
}

/* gives one unit each to the largest of the fractions that were cut off */
static void
hand_out(Fraction *fractions, int n, Number left_over, Number unit, Number *parts)
{
	int			units = (int) left_over.small.mantissa;
	int			i;

	if (units == 0)
		return;
	qsort(fractions, n, sizeof(Fraction), compare_fractions);
	for (i = 0; i < units; i++)
		parts[fractions[i].index] = number_add(parts[fractions[i].index], unit);
}

void
allocate_parts(Number total, const char *what, const Number *weights, int n, int scale, Number *parts)
{
	Number		sum = sum_weights(weights, n);
	Number		unit;
	Number		units;
	Number		left_over;
	Fraction   *fractions;
	bool		negative = number_sign(total) < 0;
	int			i;

	require_scale(scale);
	unit = last_place(scale);
	if (negative)
		total = number_subtract(number_int(0), total);
	number_divide_whole(total, unit, &units, &left_over);
	if (number_sign(left_over) != 0)
		REFUSE(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
			   errmsg("%s has too many decimal places: %s%s", what, negative ? "-" : "", number_text(total)),
			   errdetail("At scale %d it has at most %d.", scale, scale),
			   errhint("Round it first, where everybody can see it: round(%s, %d).", what, scale));

	fractions = palloc_extended((Size) n * sizeof(Fraction), MCXT_ALLOC_HUGE);
	left_over = units;
	for (i = 0; i < n; i++)
	{
		Number		whole;

		CHECK_FOR_INTERRUPTS();
		number_divide_whole(number_multiply(units, weights[i]), sum, &whole, &fractions[i].rest);
		fractions[i].index = i;
		left_over = number_subtract(left_over, whole);
		parts[i] = number_multiply(whole, unit);
	}
	hand_out(fractions, n, left_over, unit, parts);
	pfree(fractions);
	if (negative)
	{
		for (i = 0; i < n; i++)
			parts[i] = number_subtract(number_int(0), parts[i]);
	}
}

/* the elements of a one-dimensional numeric array, none of them NULL or negative */
static Number *
numbers_of_array(ArrayType *array, const char *what, int *n)
{
	Number	   *numbers;
	Datum	   *elements;
	int			i;

	if (ARR_NDIM(array) > 1)
		REFUSE(ERRCODE_ARRAY_SUBSCRIPT_ERROR,
			   errmsg("%s has %d dimensions", what, ARR_NDIM(array)),
			   errdetail("It is a plain list."),
			   errhint("Write a list such as ARRAY[18.75, 18.75]."));
	if (array_contains_nulls(array))
		REFUSE(ERRCODE_NULL_VALUE_NOT_ALLOWED,
			   errmsg("%s has a NULL element", what),
			   errdetail("Every element is a number."),
			   errhint("Write 0 for one that gets nothing."));
	deconstruct_array(array, NUMERICOID, -1, false, TYPALIGN_INT, &elements, NULL, n);
	numbers = palloc_extended((Size) Max(*n, 1) * sizeof(Number), MCXT_ALLOC_HUGE);
	for (i = 0; i < *n; i++)
		numbers[i] = number_not_negative(elements[i], what);
	return numbers;
}

Datum
bradford_allocate(PG_FUNCTION_ARGS)
{
	Number		total = number_from(PG_GETARG_DATUM(0), "total");
	Number	   *weights;
	Number	   *parts;
	Datum	   *elements;
	int			n;
	int			i;

	weights = numbers_of_array(PG_GETARG_ARRAYTYPE_P(1), "weights", &n);
	parts = palloc_extended((Size) Max(n, 1) * sizeof(Number), MCXT_ALLOC_HUGE);
	allocate_parts(total, "total", weights, n, PG_GETARG_INT32(2), parts);
	elements = palloc_extended((Size) n * sizeof(Datum), MCXT_ALLOC_HUGE);
	for (i = 0; i < n; i++)
		elements[i] = number_datum(parts[i]);
	PG_RETURN_ARRAYTYPE_P(construct_array(elements, n, NUMERICOID, -1, false, TYPALIGN_INT));
}

/*
 * job_share(hours, post_hours, salary, leave, bank_holidays, allowances,
 * cover, scale)
 */
#define JOB_SHARES		4		/* salary, leave, bank holidays, allowances */
#define JOB_COLUMNS		9

typedef struct JobShare
{
	Number	   *hours;			/* of each partner, and last of nobody */
	Number	   *cover;			/* hours worked for an absent partner */
	Number	   *shares[JOB_SHARES];
	Number		post_hours;
	Number		salary;
	int			partners;
	int			scale;
} JobShare;

/* PAY-14: together at most the established post; the rest of it is vacant */
static void
read_partners(FunctionCallInfo fcinfo, JobShare *job)
{
	Number	   *hours = numbers_of_array(PG_GETARG_ARRAYTYPE_P(0), "hours", &job->partners);
	Number		vacant;
	int			i;

	job->post_hours = number_positive(PG_GETARG_DATUM(1), "post_hours");
	job->hours = palloc((job->partners + 1) * sizeof(Number));
	vacant = job->post_hours;
	for (i = 0; i < job->partners; i++)
	{
		job->hours[i] = hours[i];
		vacant = number_subtract(vacant, hours[i]);
	}
	if (number_sign(vacant) < 0)
		REFUSE(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
			   errmsg("the partners' hours exceed the post: %s",
					  number_text(number_subtract(job->post_hours, vacant))),
			   errdetail("The established post has %s hours.", number_text(job->post_hours)),
			   errhint("Give hours that sum to the post at most; what is worked beyond them is extra hours or cover."));
	job->hours[job->partners] = vacant;
}

/* PAY-14: one partner may cover for another, up to the whole post */
static void
read_cover(FunctionCallInfo fcinfo, JobShare *job)
{
	int			n = 0;
	int			i;

	if (PG_ARGISNULL(6))
	{
		job->cover = palloc((job->partners + 1) * sizeof(Number));
		for (i = 0; i < job->partners; i++)
			job->cover[i] = number_int(0);
		return;
	}
	job->cover = numbers_of_array(PG_GETARG_ARRAYTYPE_P(6), "cover", &n);
	if (n != job->partners)
		REFUSE(ERRCODE_ARRAY_SUBSCRIPT_ERROR,
			   errmsg("cover has %d elements for %d partners", n, job->partners),
			   errdetail("It has one element for each element of hours."),
			   errhint("Write 0 for a partner who does not cover."));
	for (i = 0; i < n; i++)
	{
		if (number_compare(number_add(job->hours[i], job->cover[i]), job->post_hours) > 0)
			REFUSE(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
				   errmsg("partner %d would work more than the post: %s hours and %s of cover",
						  i + 1, number_text(job->hours[i]), number_text(job->cover[i])),
				   errdetail("A partner may cover up to the whole post, which has %s hours.", number_text(job->post_hours)),
				   errhint("Give the hours beyond the post to extra_hours_pay."));
	}
}

static void
put_partner(ReturnSetInfo *result, const JobShare *job, int i)
{
	Datum		values[JOB_COLUMNS];
	bool		nulls[JOB_COLUMNS] = {false};
	int			share;

	values[0] = Int32GetDatum(i + 1);
	values[1] = number_datum(job->hours[i]);
	for (share = 0; share < JOB_SHARES; share++)
		values[2 + share] = number_datum(job->shares[share][i]);
	values[6] = number_datum(job->cover[i]);
	values[7] = number_datum(number_divide_rounded(number_multiply(job->salary, job->cover[i]),
												   job->post_hours, job->scale));
	values[8] = number_datum(number_subtract(job->post_hours, number_add(job->hours[i], job->cover[i])));
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

Datum
bradford_job_share(PG_FUNCTION_ARGS)
{
	static const char *const names[JOB_SHARES] = {"salary", "leave", "bank_holidays", "allowances"};
	JobShare	job;
	int			i;

	InitMaterializedSRF(fcinfo, 0);
	if (any_null(fcinfo, 2 + JOB_SHARES) || PG_ARGISNULL(7))
		return (Datum) 0;
	job.scale = PG_GETARG_INT32(7);
	read_partners(fcinfo, &job);
	read_cover(fcinfo, &job);
	job.salary = number_not_negative(PG_GETARG_DATUM(2), names[0]);
	for (i = 0; i < JOB_SHARES; i++)
	{
		job.shares[i] = palloc((job.partners + 1) * sizeof(Number));
		allocate_parts(number_not_negative(PG_GETARG_DATUM(2 + i), names[i]), names[i],
					   job.hours, job.partners + 1, job.scale, job.shares[i]);
	}
	for (i = 0; i < job.partners; i++)
		put_partner((ReturnSetInfo *) fcinfo->resultinfo, &job, i);
	return (Datum) 0;
}
