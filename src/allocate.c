/*
 * allocate.c
 *	  Sharing out a total so that no penny is lost or made, and job shares
 *	  (PAY-14).
 *
 * Largest remainder: everybody gets their share, cut down to whole units of
 * the last place.  The units left over go one each to the largest fractions
 * cut off, the earliest first if they are equal.  A negative total is shared
 * like its magnitude.
 */
#include "pay.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"

PG_FUNCTION_INFO_V1(bradford_allocate);
PG_FUNCTION_INFO_V1(bradford_job_share);

#define MAX_PARTS		1000000
#define MAX_PARTNERS	1000

/* what was cut off a part, in the order in which the units left over go out */
typedef struct Fraction
{
	Numeric		cut_off;
	int			part;
} Fraction;

/* the largest first, then the earliest */
static int
compare_fractions(const void *a, const void *b, void *unused)
{
	const Fraction *left = (const Fraction *) a;
	const Fraction *right = (const Fraction *) b;
	int			order = number_compare(right->cut_off, left->cut_off);

	return order != 0 ? order : left->part - right->part;
}

/* adds to a running sum, and frees what it was before */
static void
add_to(Numeric *sum, Numeric value)
{
	Numeric		before = *sum;

	*sum = number_add(before, value);
	pfree(before);
}

static Numeric
sum_weights(const Numeric *weights, int n)
{
	Numeric		sum = int64_to_numeric(0);
	int			i;

	for (i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		add_to(&sum, weights[i]);
	}
	if (number_sign(sum) == 0)
		REFUSE(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
			   errmsg("weights must not sum to 0"),
			   errdetail("The total is shared out in proportion to the weights."),
			   errhint("Write equal weights, such as ARRAY[1, 1], to share out equally."));
	return sum;
}

void
allocate_parts(Numeric total, const char *what, const Numeric *weights, int n, int scale, Numeric *parts)
{
	Numeric		sum = sum_weights(weights, n);
	Numeric		given = int64_to_numeric(0);
	Fraction   *fractions = palloc(n * sizeof(Fraction));
	Numeric		unit;
	Numeric		units;
	int			left_over;
	int			i;

	require_places(total, what, scale);
	unit = power_of_ten(-scale);
	if (number_sign(total) < 0)
		unit = number_negate(unit);
	units = number_divide_whole(total, unit);
	for (i = 0; i < n; i++)
	{
		Numeric		share = number_multiply(units, weights[i]);
		Numeric		whole = number_divide_whole(share, sum);

		CHECK_FOR_INTERRUPTS();
		fractions[i].cut_off = number_remainder(share, sum);
		fractions[i].part = i;
		parts[i] = number_multiply(whole, unit);
		add_to(&given, whole);
		pfree(whole);
		pfree(share);
	}

	/* fewer than n, since every fraction is less than one unit */
	left_over = DatumGetInt32(DirectFunctionCall1(numeric_int4, NumericGetDatum(number_subtract(units, given))));
	if (left_over > 0)
		qsort_interruptible(fractions, n, sizeof(Fraction), compare_fractions, NULL);
	for (i = 0; i < n; i++)
	{
		if (i < left_over)
			add_to(&parts[fractions[i].part], unit);
		pfree(fractions[i].cut_off);
	}
	pfree(fractions);
}

/* the elements of a one-dimensional numeric array, none of them NULL or negative */
static Numeric *
numbers_of_array(ArrayType *array, const char *what, int limit, int *n)
{
	Numeric	   *numbers;
	Datum	   *elements;
	int			i;

	if (ARR_NDIM(array) > 1)
		REFUSE(ERRCODE_ARRAY_SUBSCRIPT_ERROR,
			   errmsg("%s must be a plain list: it has %d dimensions", what, ARR_NDIM(array)),
			   errdetail("Every element is a number."),
			   errhint("Write a list such as ARRAY[18.75, 18.75]."));
	*n = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
	if (*n > limit)
		REFUSE(ERRCODE_PROGRAM_LIMIT_EXCEEDED,
			   errmsg("%s has too many elements: %d", what, *n),
			   errdetail("It has at most %d.", limit),
			   errhint("Share out among groups first, and then within each group."));
	if (array_contains_nulls(array))
		REFUSE(ERRCODE_NULL_VALUE_NOT_ALLOWED,
			   errmsg("%s must not have a NULL element", what),
			   errdetail("Every element is a number."),
			   errhint("Write 0 for one that gets nothing."));
	deconstruct_array(array, NUMERICOID, -1, false, TYPALIGN_INT, &elements, NULL, n);
	numbers = palloc(Max(*n, 1) * sizeof(Numeric));
	for (i = 0; i < *n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		numbers[i] = number_not_negative(elements[i], what);
	}
	return numbers;
}

Datum
bradford_allocate(PG_FUNCTION_ARGS)
{
	Numeric		total = number_arg(PG_GETARG_DATUM(0), "total");
	Numeric	   *weights;
	Numeric	   *parts;
	Datum	   *elements;
	int			n;
	int			i;

	weights = numbers_of_array(PG_GETARG_ARRAYTYPE_P(1), "weights", MAX_PARTS, &n);
	parts = palloc(Max(n, 1) * sizeof(Numeric));
	allocate_parts(total, "total", weights, n, PG_GETARG_INT32(2), parts);
	elements = palloc(n * sizeof(Datum));
	for (i = 0; i < n; i++)
		elements[i] = NumericGetDatum(parts[i]);
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
	Numeric	   *hours;			/* of each partner, and last the vacant ones */
	Numeric	   *cover;			/* hours worked for an absent partner */
	Numeric	   *shares[JOB_SHARES];
	Numeric		post_hours;
	Numeric		salary;
	int			partners;
	int			scale;
} JobShare;

/* PAY-14: the partners have at most the established post; the rest is vacant */
static void
read_partners(FunctionCallInfo fcinfo, JobShare *job)
{
	Numeric	   *hours = numbers_of_array(PG_GETARG_ARRAYTYPE_P(0), "hours", MAX_PARTNERS, &job->partners);
	Numeric		vacant;
	int			i;

	job->post_hours = number_positive(PG_GETARG_DATUM(1), "post_hours");
	job->hours = palloc((job->partners + 1) * sizeof(Numeric));
	vacant = job->post_hours;
	for (i = 0; i < job->partners; i++)
	{
		job->hours[i] = hours[i];
		vacant = number_subtract(vacant, hours[i]);
	}
	if (number_sign(vacant) < 0)
		REFUSE(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
			   errmsg("the partners' hours exceed the post: %s",
					  numeric_text(number_subtract(job->post_hours, vacant))),
			   errdetail("The established post has %s hours.", numeric_text(job->post_hours)),
			   errhint("Give hours that sum to at most the post; what is worked beyond them is extra hours or cover."));
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
		job->cover = palloc((job->partners + 1) * sizeof(Numeric));
		for (i = 0; i < job->partners; i++)
			job->cover[i] = int64_to_numeric(0);
		return;
	}
	job->cover = numbers_of_array(PG_GETARG_ARRAYTYPE_P(6), "cover", MAX_PARTNERS, &n);
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
						  i + 1, numeric_text(job->hours[i]), numeric_text(job->cover[i])),
				   errdetail("A partner may cover up to the whole post, which has %s hours.", numeric_text(job->post_hours)),
				   errhint("Give the hours beyond the post to extra_hours_pay."));
	}
}

static void
put_partner(ReturnSetInfo *result, const JobShare *job, int i)
{
	Datum		values[JOB_COLUMNS];
	bool		nulls[JOB_COLUMNS] = {false};
	Numeric		full_pay = number_multiply(job->salary, job->cover[i]);
	Numeric		busy = number_add(job->hours[i], job->cover[i]);
	int			share;

	values[0] = Int32GetDatum(i + 1);
	values[1] = NumericGetDatum(job->hours[i]);
	for (share = 0; share < JOB_SHARES; share++)
		values[2 + share] = NumericGetDatum(job->shares[share][i]);
	values[6] = NumericGetDatum(job->cover[i]);
	values[7] = NumericGetDatum(round_quotient(full_pay, job->post_hours, job->scale));
	values[8] = NumericGetDatum(number_subtract(job->post_hours, busy));
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

Datum
bradford_job_share(PG_FUNCTION_ARGS)
{
	static const char *const names[JOB_SHARES] = {"salary", "leave", "bank_holidays", "allowances"};
	JobShare	job;
	int			i;

	InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	if (any_null(fcinfo, 2 + JOB_SHARES) || PG_ARGISNULL(7))
		return (Datum) 0;
	job.scale = PG_GETARG_INT32(7);
	read_partners(fcinfo, &job);
	read_cover(fcinfo, &job);
	job.salary = number_not_negative(PG_GETARG_DATUM(2), names[0]);
	for (i = 0; i < JOB_SHARES; i++)
	{
		Numeric		total = number_not_negative(PG_GETARG_DATUM(2 + i), names[i]);

		job.shares[i] = palloc((job.partners + 1) * sizeof(Numeric));
		allocate_parts(total, names[i], job.hours, job.partners + 1, job.scale, job.shares[i]);
	}
	for (i = 0; i < job.partners; i++)
		put_partner((ReturnSetInfo *) fcinfo->resultinfo, &job, i);
	return (Datum) 0;
}
