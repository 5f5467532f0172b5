/*
 * calendar_parts.c
 *	  A calendar taken apart, and made canonical.
 */
#include "bradford.h"

#include "miscadmin.h"

#include "calendar_parts.h"

/* ---------- lists of days ---------- */

void
calendar_add_span(Span **spans, int *n, Span span)
{
	/* at each power of two the room is doubled */
	if ((*n & (*n - 1)) == 0)
		*spans = *n == 0 ? palloc(sizeof(Span)) :
			repalloc_huge(*spans, 2 * (Size) *n * sizeof(Span));
	(*spans)[(*n)++] = span;
}

/* cuts sorted spans to [first, last]; returns how many are left */
static int
clip_spans(Span *spans, int n, int32 first, int32 last)
{
	int			kept = 0;
	int			i;

	for (i = 0; i < n; i++)
		if (spans[i].last >= first && spans[i].first <= last)
		{
			spans[kept].first = Max(spans[i].first, first);
			spans[kept++].last = Min(spans[i].last, last);
		}
	return kept;
}

static bool
same_spans(const Span *a, int na, const Span *b, int nb)
{
	return na == nb && (na == 0 || memcmp(a, b, na * sizeof(Span)) == 0);
}

/* adds the days of the next part, which all come later */
static void
append_spans(Span **spans, int *n, const Span *more, int nmore)
{
	int			i;

	if (nmore == 0)
		return;
	*spans = *n == 0 ? palloc(nmore * sizeof(Span)) :
		repalloc_huge(*spans, (*n + nmore) * sizeof(Span));
	for (i = 0; i < nmore; i++)
		if (*n == 0 || !span_merged_into(&(*spans)[*n - 1], more[i]))
			(*spans)[(*n)++] = more[i];
}

/* ---------- patterns ---------- */

/* a base that adds nothing goes; a rota of equal halves is a rota of one half */
static void
normalise_pattern(CalendarPart *part)
{
	int			weeks;

	if (part->bases & UK_DIVISIONS)
		part->bases &= UK_DIVISIONS;
	else if (part->bases & WEEKDAYS)
		part->bases = WEEKDAYS;

	for (weeks = 1; weeks < part->weeks; weeks++)
		if (part->weeks % weeks == 0 &&
			memcmp(part->week, part->week + weeks, part->weeks - weeks) == 0)
			break;
	part->weeks = weeks;
}

/* do two parts say the same of a day that neither lists? */
static bool
same_pattern(const CalendarPart *a, const CalendarPart *b)
{
	int			shift,
				i;

	if (a->bases != b->bases || a->weeks != b->weeks)
		return false;
	shift = a->weeks == 1 ? 0 : (b->rota_from - a->rota_from) / 7 % a->weeks;
	if (shift < 0)
		shift += a->weeks;
	for (i = 0; i < a->weeks; i++)
		if (a->week[(i + shift) % a->weeks] != b->week[i])
			return false;
	return true;
}

/* ---------- parts side by side ---------- */

/* the weeks after which two rotas repeat together */
static int
weeks_together(int a, int b)
{
	int			weeks = a;

	while (weeks % b != 0)
		weeks += a;
	return weeks;
}

static void
take_in(Span *range, const Span *spans, int n)
{
	if (n == 0)
		return;
	range->first = Min(range->first, spans[0].first);
	range->last = Max(range->last, spans[n - 1].last);
}

/* the days of the words [from, to] that are in the first set and not in the second, as spans */
static Span *
difference(const DaySet *set, const DaySet *without, int from, int to, int *n)
{
	Span	   *spans = NULL;
	int			word;

	*n = 0;
	for (word = from; word <= to; word++)
	{
		uint64		days = set->bits[word] & ~without->bits[word];
		int32		day = FIRST_KNOWN_DAY + 64 * word;

		for (; days != 0; days >>= 1, day++)
			if ((days & 1) &&
				(*n == 0 || !span_merged_into(&spans[*n - 1], (Span) {day, day})))
				calendar_add_span(&spans, n, (Span) {day, day});
	}
	return spans;
}

/*
 * Lists the days on which a part, still without lists, differs from "a" and
 * "b" together.  Outside their lists there is no such day, since their
 * holidays are the same.
 */
static void
list_differences(CalendarPart *part, const CalendarPart *a, const CalendarPart *b)
{
	Span		range = {LAST_KNOWN_DAY, FIRST_KNOWN_DAY};
	DaySet	   *works;
	DaySet	   *other;
	DaySet	   *pattern;
	int			from,
				to,
				i;

	take_in(&range, a->closed, a->nclosed);
	take_in(&range, a->open, a->nopen);
	take_in(&range, b->closed, b->nclosed);
	take_in(&range, b->open, b->nopen);
	if (range.first > range.last)
		return;

	works = palloc0(3 * sizeof(DaySet));
	other = works + 1;
	pattern = works + 2;
	part_days(works, a, range.first, range.last);
	part_days(other, b, range.first, range.last);
	part_days(pattern, part, range.first, range.last);
	from = word_of_day(range.first);
	to = word_of_day(range.last);
	for (i = from; i <= to; i++)
		works->bits[i] |= other->bits[i];
	part->open = difference(works, pattern, from, to, &part->nopen);
	part->closed = difference(pattern, works, from, to, &part->nclosed);
	pfree(works);
}

/*
 * Makes "a" the part that works when either does.  Both have the same bases
 * and the same first day.  The pattern is not shortened: while several parts
 * are being joined, none may lose its Monday.
 */
static void
work_by_either(CalendarPart *a, const CalendarPart *b)
{
	CalendarPart either = *a;
	int			i;

	/* the earlier Monday, so that the order of the two makes no difference */
	if (a->weeks == 1 || (b->weeks > 1 && b->rota_from < a->rota_from))
		either.rota_from = b->rota_from;
	either.weeks = weeks_together(a->weeks, b->weeks);
	for (i = 0; i < either.weeks; i++)
		either.week[i] = week_of(a, either.rota_from + 7 * i) | week_of(b, either.rota_from + 7 * i);

	if (!same_pattern(a, b) || !same_spans(a->closed, a->nclosed, b->closed, b->nclosed) ||
		!same_spans(a->open, a->nopen, b->open, b->nopen))
	{
		either.nclosed = either.nopen = 0;
		list_differences(&either, a, b);
	}
	*a = either;
}

void
calendar_add_part(CalendarParts *parts, const CalendarPart *part)
{
	CalendarPart added = *part;
	int			i;

	normalise_pattern(&added);
	for (i = parts->n - 1; i >= 0 && parts->part[i].from == part->from; i--)
		if (parts->part[i].bases == added.bases && parts->part[i].weeks == added.weeks)
		{
			work_by_either(&parts->part[i], &added);
			return;
		}
	if (parts->n == parts->room)
	{
		parts->room = Max(1, 2 * parts->room);
		parts->part = parts->n == 0 ? palloc(sizeof(CalendarPart)) :
			repalloc_huge(parts->part, parts->room * sizeof(CalendarPart));
	}
	parts->part[parts->n++] = added;
}

static int
compare_parts(const void *a, const void *b)
{
	const CalendarPart *x = a;
	const CalendarPart *y = b;

	return x->bases != y->bases ? x->bases - y->bases : x->weeks - y->weeks;
}

/*
 * Joins parts with the same bases and number of weeks, which are neighbours;
 * returns how many are left.
 */
static int
join_alike(CalendarPart *part, int n)
{
	int			kept = 0;
	int			i;

	for (i = 0; i < n; i++)
		if (kept > 0 && compare_parts(&part[kept - 1], &part[i]) == 0)
			work_by_either(&part[kept - 1], &part[i]);
		else
			part[kept++] = part[i];
	return kept;
}

/* finds two parts with the same bases that one pattern can replace */
static bool
can_join(const CalendarPart *part, int n, int *i, int *j)
{
	for (*i = 0; *i < n; (*i)++)
		for (*j = *i + 1; *j < n && part[*j].bases == part[*i].bases; (*j)++)
			if (weeks_together(part[*i].weeks, part[*j].weeks) <= ROTA_WEEKS_MAX)
				return true;
	return false;
}

/*
 * Puts parts side by side in order and joins those that one pattern can
 * replace; returns how many are left.  Alike ones are joined first, all at
 * once.  No two of the same bases and weeks are then left to choose from, so
 * the order in which the parts were written makes no difference.
 */
static int
settle_abreast(CalendarPart *part, int n)
{
	int			before,
				i,
				j;

	for (;;)
	{
		CHECK_FOR_INTERRUPTS();
		for (i = 0; i < n; i++)
			normalise_pattern(&part[i]);
		qsort(part, n, sizeof(CalendarPart), compare_parts);
		before = n;
		n = join_alike(part, n);
		if (n < before)
			continue;
		if (!can_join(part, n, &i, &j))
			return n;
		work_by_either(&part[i], &part[j]);
		memmove(&part[j], &part[j + 1], (--n - j) * sizeof(CalendarPart));
	}
}

/* ---------- parts one after the other ---------- */

static bool
same_patterns(const CalendarPart *a, int na, const CalendarPart *b, int nb)
{
	int			i;

	for (i = 0; na == nb && i < na; i++)
		if (!same_pattern(&a[i], &b[i]))
			return false;
	return na == nb;
}

void
calendar_normalise(CalendarParts *parts)
{
	CalendarPart *part = parts->part;
	CalendarPart *last_kept = part;
	int			nlast = 0;
	int			kept = 0;
	int			i = 0;

	while (i < parts->n)
	{
		int			abreast = parts_abreast(part + i, parts->n - i);
		int32		last = last_day_of_part(part + i, abreast, parts->n - i);
		int			n,
					j;

		CHECK_FOR_INTERRUPTS();
		for (j = i; j < i + abreast; j++)
		{
			part[j].nclosed = clip_spans(part[j].closed, part[j].nclosed, part[j].from, last);
			part[j].nopen = clip_spans(part[j].open, part[j].nopen, part[j].from, last);
		}
		n = settle_abreast(part + i, abreast);
		if (same_patterns(last_kept, nlast, part + i, n))
		{
			for (j = 0; j < n; j++)
			{
				append_spans(&last_kept[j].closed, &last_kept[j].nclosed,
							 part[i + j].closed, part[i + j].nclosed);
				append_spans(&last_kept[j].open, &last_kept[j].nopen,
							 part[i + j].open, part[i + j].nopen);
			}
		}
		else
		{
			last_kept = part + kept;
			nlast = n;
			memmove(last_kept, part + i, n * sizeof(CalendarPart));
			kept += n;
		}
		i += abreast;
	}
	parts->n = kept;
}
