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

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"

PG_FUNCTION_INFO_V1(bradford_allocate);
PG_FUNCTION_INFO_V1(bradford_job_share);

/* orders indexes into an array of fractions: the largest first, then the earliest */
static int
compare_fractions(const void *a, const void *b, void *fractions)
{
	int			left = *(const int *) a;
	int			right = *(const int *) b;
	int			order = number_compare(((Number *) fractions)[right], ((Number *) fractions)[left]);

	return order != 0 ? order : left - right;
}

/* 10^-scale, the unit in which the parts are whole */
static Number
last_place(int scale)
{
	Number		unit = number_int(1);
	Number		tenth;
	int			i;

	tenth = unit;
	tenth.small.scale = 1;
	for (i = 0; i < scale; i++)
		unit = number_multiply(unit, tenth);
	return unit;
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
hand_out(Number *fractions, int n, Number left_over, Number unit, Number *parts)
{
	int			units = (int) left_over.small.mantissa;
	int		   *order;
	int			i;

	if (units == 0)
		return;
	order = palloc_extended((Size) n * sizeof(int), MCXT_ALLOC_HUGE);
	for (i = 0; i < n; i++)
		order[i] = i;
	qsort_arg(order, n, sizeof(int), compare_fractions, fractions);
	for (i = 0; i < units; i++)
		parts[order[i]] = number_add(parts[order[i]], unit);
	pfree(order);
}

void
allocate_parts(Number total, const char *what, const Number *weights, int n, int scale, Number *parts)
{
	Number		sum = sum_weights(weights, n);
	Number		unit;
	Number		units;
	Number		left_over;
	Number	   *fractions;
	bool		negative = number_sign(total) < 0;
	int			i;

	require_scale(scale);
	unit = last_place(scale);
	if (negative)
		total = number_negate(total);
	units = number_divide_whole(total, unit);
	if (number_compare(number_multiply(units, unit), total) != 0)
		REFUSE(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
			   errmsg("%s has too many decimal places: %s%s", what, negative ? "-" : "", number_text(total)),
			   errdetail("At scale %d it has at most %d.", scale, scale),
			   errhint("Round it first, where everybody can see it: round(%s, %d).", what, scale));

	fractions = palloc_extended((Size) n * sizeof(Number), MCXT_ALLOC_HUGE);
	left_over = units;
	for (i = 0; i < n; i++)
	{
		Number		share = number_multiply(units, weights[i]);
		Number		whole = number_divide_whole(share, sum);

		CHECK_FOR_INTERRUPTS();
		fractions[i] = number_subtract(share, number_multiply(whole, sum));
		left_over = number_subtract(left_over, whole);
		parts[i] = number_multiply(whole, unit);
	}
	hand_out(fractions, n, left_over, unit, parts);
	pfree(fractions);
	if (negative)
	{
		for (i = 0; i < n; i++)
			parts[i] = number_negate(parts[i]);
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
		number_not_negative(&numbers[i], elements[i], what);
	return numbers;
}

Datum
bradford_allocate(PG_FUNCTION_ARGS)
{
	Number		total;
	Number	   *weights;
	Number	   *parts;
	Datum	   *elements;
	int			n;
	int			i;

	number_from(&total, PG_GETARG_DATUM(0), "total");
	weights = numbers_of_array(PG_GETARG_ARRAYTYPE_P(1), "weights", &n);
	parts = palloc_extended((Size) Max(n, 1) * sizeof(Number), MCXT_ALLOC_HUGE);
	allocate_parts(total, "total", weights, n, PG_GETARG_INT32(2), parts);
	elements = palloc_extended((Size) n * sizeof(Datum), MCXT_ALLOC_HUGE);
	for (i = 0; i < n; i++)
		elements[i] = number_datum(&parts[i]);
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

	number_positive(&job->post_hours, PG_GETARG_DATUM(1), "post_hours");
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
	Number		full_pay = number_multiply(job->salary, job->cover[i]);
	Number		cover_pay;
	Number		cover_left = number_subtract(job->post_hours, number_add(job->hours[i], job->cover[i]));
	int			share;

	number_divide_rounded(&cover_pay, &full_pay, &job->post_hours, job->scale);
	values[0] = Int32GetDatum(i + 1);
	values[1] = number_datum(&job->hours[i]);
	for (share = 0; share < JOB_SHARES; share++)
		values[2 + share] = number_datum(&job->shares[share][i]);
	values[6] = number_datum(&job->cover[i]);
	values[7] = number_datum(&cover_pay);
	values[8] = number_datum(&cover_left);
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
	number_not_negative(&job.salary, PG_GETARG_DATUM(2), names[0]);
	for (i = 0; i < JOB_SHARES; i++)
	{
		Number		total;

		number_not_negative(&total, PG_GETARG_DATUM(2 + i), names[i]);
		job.shares[i] = palloc((job.partners + 1) * sizeof(Number));
		allocate_parts(total, names[i], job.hours, job.partners + 1, job.scale, job.shares[i]);
	}
	for (i = 0; i < job.partners; i++)
		put_partner((ReturnSetInfo *) fcinfo->resultinfo, &job, i);
	return (Datum) 0;
}
