/*
 * calendar_build.c
 *	  Calendars made from calendars: close_on, open_on, then_from.
 */
#include "bradford.h"

#include "miscadmin.h"

#include "calendar.h"
#include "daterange.h"

/*
 * The days of a datemultirange as spans.  An open end means the end of the
 * known years, since a site may well close "from then on".  A date outside
 * these years is an error.
 */
static Span *
known_spans(MultirangeType *days, int *n)
{
	Span	   *spans = datemultirange_spans(days, "a set of days", NULL, 0, n);
	int			i;

	for (i = 0; i < *n; i++)
	{
		if (spans[i].last == OPEN_DAY)
			spans[i].last = LAST_KNOWN_DAY;
		if (!day_is_known(spans[i].first))
			calendar_refuse_day(spans[i].first);
		if (!day_is_known(spans[i].last))
			calendar_refuse_day(spans[i].last);
	}
	return spans;
}

/* the days of one list and of another */
static Span *
add_spans(const Span *a, int na, const Span *b, int nb, int *n)
{
	Span	   *sum = palloc((na + nb + 1) * sizeof(Span));

	if (na > 0)
		memcpy(sum, a, na * sizeof(Span));
	if (nb > 0)
		memcpy(sum + na, b, nb * sizeof(Span));
	*n = (int) spans_sort_and_merge(sum, na + nb);
	return sum;
}

/* the days of one list without those of another, both in order */
static Span *
subtract_spans(const Span *a, int na, const Span *b, int nb, int *n)
{
	Span	   *rest = palloc((na + nb + 1) * sizeof(Span));
	int			j = 0;
	int			i;

	*n = 0;
	for (i = 0; i < na; i++)
	{
		int32		first = a[i].first;

		while (j < nb && b[j].last < first)
			j++;
		/* each hole leaves what is before it; the last hole may reach into the next span */
		for (; j < nb && b[j].first <= a[i].last; j++)
		{
			if (b[j].first > first)
				rest[(*n)++] = (Span) {first, b[j].first - 1};
			first = b[j].last + 1;
			if (first > a[i].last)
				break;
		}
		if (first <= a[i].last)
			rest[(*n)++] = (Span) {first, a[i].last};
	}
	return rest;
}

/* puts days into one list and takes them out of the other */
static void
move_spans(Span **into, int *ninto, Span **from, int *nfrom, const Span *spans, int n)
{
	*into = add_spans(*into, *ninto, spans, n, ninto);
	*from = subtract_spans(*from, *nfrom, spans, n, nfrom);
}

/*
 * Lists days as closed or as open in the parts that hold on them, and takes
 * them out of the other list.  Days and parts are in order, so each part takes
 * its slice: all the days for each of thousands of parts would not fit in
 * memory.
 */
static struct varlena *
list_days(struct varlena *calendar, MultirangeType *days, bool closed)
{
	CalendarParts parts;
	Span	   *spans;
	int			n,
				begin = 0,
				i = 0;

	calendar_to_parts(calendar, &parts);
	spans = known_spans(days, &n);
	while (i < parts.n)
	{
		CalendarPart *part = &parts.part[i];
		int			abreast = parts_abreast(part, parts.n - i);
		int32		last = last_day_of_part(part, abreast, parts.n - i);
		int			end;

		CHECK_FOR_INTERRUPTS();
		while (begin < n && spans[begin].last < part->from)
			begin++;
		end = begin;
		while (end < n && spans[end].first <= last)
			end++;
		for (; part < &parts.part[i + abreast]; part++)
		{
			if (closed)
				move_spans(&part->closed, &part->nclosed, &part->open, &part->nopen,
						   spans + begin, end - begin);
			else
				move_spans(&part->open, &part->nopen, &part->closed, &part->nclosed,
						   spans + begin, end - begin);
		}
		i += abreast;
	}
	return calendar_of_parts(&parts, NULL);
}

PG_FUNCTION_INFO_V1(bradford_close_on);
Datum
bradford_close_on(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(list_days(PG_GETARG_VARLENA_PP(0), PG_GETARG_MULTIRANGE_P(1), true));
}

PG_FUNCTION_INFO_V1(bradford_open_on);
Datum
bradford_open_on(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(list_days(PG_GETARG_VARLENA_PP(0), PG_GETARG_MULTIRANGE_P(1), false));
}

/* lets another calendar hold from this day on, with its later parts */
static void
continue_with(CalendarParts *parts, int32 from, const CalendarParts *next)
{
	int			i = 0;

	while (parts->n > 0 && parts->part[parts->n - 1].from >= from)
		parts->n--;
	while (i < next->n)
	{
		int			end = i + parts_abreast(next->part + i, next->n - i);

		/* a part that ends before that day never holds */
		if (last_day_of_part(next->part + i, end - i, next->n - i) < from)
			i = end;
		for (; i < end; i++)
		{
			CalendarPart part = next->part[i];

			part.from = Max(part.from, from);
			calendar_add_part(parts, &part);
		}
	}
}

PG_FUNCTION_INFO_V1(bradford_then_from);
Datum
bradford_then_from(PG_FUNCTION_ARGS)
{
	DateADT		from = PG_GETARG_DATEADT(1);
	CalendarParts parts,
				next;

	if (!day_is_known(from))
		calendar_refuse_day(from);
	calendar_to_parts(PG_GETARG_VARLENA_PP(0), &parts);
	calendar_to_parts(PG_GETARG_VARLENA_PP(2), &next);
	continue_with(&parts, from, &next);
	PG_RETURN_POINTER(calendar_of_parts(&parts, NULL));
}
