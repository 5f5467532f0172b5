/*
 * calendar_parts.c
 *	  A calendar taken apart: made canonical, and printed.
 */
#include "bradford.h"

#include "miscadmin.h"

#include "calendar_text.h"
#include "daterange.h"

void
calendar_add_span(Span **spans, int *n, Span span)
{
	/* at each power of two the room is doubled */
	if ((*n & (*n - 1)) == 0)
		*spans = *n == 0 ? palloc(sizeof(Span)) :
			repalloc_huge(*spans, 2 * (Size) *n * sizeof(Span));
	(*spans)[(*n)++] = span;
}

/* cuts sorted spans to [first, last]; how many are left */
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

static int
weeks_together(int a, int b)
{
	int			weeks = a;

	while (weeks % b != 0)
		weeks += a;
	return weeks;
}

/* the days of a set as spans */
static Span *
set_spans(const DaySet *set, int *n)
{
	Span	   *spans = NULL;
	int32		day;

	*n = 0;
	for (day = FIRST_KNOWN_DAY; day <= LAST_KNOWN_DAY; day++)
	{
		if (!day_in_set(set, day))
			continue;
		if (*n > 0 && spans[*n - 1].last == day - 1)
			spans[*n - 1].last = day;
		else
			calendar_add_span(&spans, n, (Span) {day, day});
	}
	return spans;
}

/*
 * Lists the days on which a part without lists differs from "a" or "b".  Where
 * neither has lists there is none: their holidays are the same.
 */
static void
list_differences(CalendarPart *part, const CalendarPart *a, const CalendarPart *b)
{
	DaySet	   *works;
	DaySet	   *pattern;
	int			i;

	if (a->nclosed + a->nopen + b->nclosed + b->nopen == 0)
		return;
	works = palloc0(2 * sizeof(DaySet));
	pattern = palloc0(2 * sizeof(DaySet));
	part_spread(&works[0], a, LAST_KNOWN_DAY);
	part_spread(&works[1], b, LAST_KNOWN_DAY);
	part_spread(&pattern[0], part, LAST_KNOWN_DAY);
	for (i = 0; i < DAY_BLOCKS; i++)
	{
		uint64		either = works[0].bits[i] | works[1].bits[i];

		works[0].bits[i] = either & ~pattern[0].bits[i];
		pattern[0].bits[i] &= ~either;
	}
	part->open = set_spans(&works[0], &part->nopen);
	part->closed = set_spans(&pattern[0], &part->nclosed);
	pfree(works);
	pfree(pattern);
}

static bool
same_spans(const Span *a, int na, const Span *b, int nb)
{
	return na == nb && (na == 0 || memcmp(a, b, na * sizeof(Span)) == 0);
}

/*
 * Makes of "a" the part that works when either does.  They have the same bases and
 * the same first day.
 */
static void
work_by_either(CalendarPart *a, const CalendarPart *b)
{
	CalendarPart either = {.from = a->from,.bases = a->bases};
	int32		monday = a->from + (7 - weekday_of(a->from)) % 7;
	int			i;

	if (same_pattern(a, b) && same_spans(a->closed, a->nclosed, b->closed, b->nclosed) &&
		same_spans(a->open, a->nopen, b->open, b->nopen))
		return;

	/* the rota begins on the part's first Monday, whatever the order of the parts was */
	either.weeks = weeks_together(a->weeks, b->weeks);
	either.rota_from = monday;
	for (i = 0; i < either.weeks; i++)
		either.week[i] = week_of(a, monday + 7 * i) | week_of(b, monday + 7 * i);
	list_differences(&either, a, b);
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

/* of parts side by side, those with other bases or weeks differ in one of the two */
static int
compare_parts(const void *a, const void *b)
{
	const CalendarPart *x = a;
	const CalendarPart *y = b;

	return x->bases != y->bases ? x->bases - y->bases : x->weeks - y->weeks;
}

/*
 * Joins those of the parts side by side that one pattern can tell, and puts them
 * in order; how many are left.
 */
static int
settle_abreast(CalendarPart *part, int n)
{
	int			i,
				j;

	qsort(part, n, sizeof(CalendarPart), compare_parts);
	for (i = 0; i < n; i++)
	{
		for (j = i + 1; j < n; j++)
			if (part[i].bases == part[j].bases &&
				weeks_together(part[i].weeks, part[j].weeks) <= ROTA_WEEKS_MAX)
				break;
		if (j == n)
			continue;
		work_by_either(&part[i], &part[j]);
		normalise_pattern(&part[i]);
		memmove(&part[j], &part[j + 1], (--n - j) * sizeof(CalendarPart));
		qsort(part, n, sizeof(CalendarPart), compare_parts);
		i = -1;					/* what has been joined may join others */
	}
	return n;
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
		n = abreast == 1 ? 1 : settle_abreast(part + i, abreast);
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

/* ---------- printing ---------- */

static void
print_spans(StringInfo out, const char *option, const Span *spans, int n)
{
	int			i;

	for (i = 0; i < n; i++)
	{
		appendStringInfoString(out, i == 0 ? option : ",");
		appendStringInfoString(out, day_text(spans[i].first));
		if (spans[i].last > spans[i].first)
		{
			appendStringInfoString(out, "..");
			appendStringInfoString(out, day_text(spans[i].last));
		}
	}
}

/* days of the week, runs of them as Mon-Wed */
static void
print_week(StringInfo out, uint8 week)
{
	static const char names[7][4] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
	const char *separator = "";
	int			day = 0;

	if (week == 0)
		appendStringInfoString(out, "none");
	while (day < 7)
	{
		int			last = day;

		if (!((week >> day) & 1))
		{
			day++;
			continue;
		}
		while (last < 6 && ((week >> (last + 1)) & 1))
			last++;
		appendStringInfo(out, "%s%s", separator, names[day]);
		if (last > day)
			appendStringInfo(out, "-%s", names[last]);
		separator = ",";
		day = last + 1;
	}
}

static void
print_bases(StringInfo out, uint8 bases)
{
	static const char *const names[] = {"england-and-wales", "scotland",
	"northern-ireland", "weekdays", "every-day"};
	const char *separator = "";
	int			i;

	for (i = 0; i < lengthof(names); i++)
		if ((bases >> i) & 1)
		{
			appendStringInfo(out, "%s%s", separator, names[i]);
			separator = " & ";
		}
}

void
calendar_print(StringInfo out, const CalendarParts *parts)
{
	int			i,
				w;

	for (i = 0; i < parts->n; i++)
	{
		const CalendarPart *part = &parts->part[i];

		if (i > 0 && part->from == part[-1].from)
			appendStringInfoString(out, " | ");
		else if (i > 0)
			appendStringInfo(out, " then from %s ", day_text(part->from));
		print_bases(out, part->bases);
		if (part->weeks > 1 || part->week[0] != default_week(part->bases))
		{
			for (w = 0; w < part->weeks; w++)
			{
				appendStringInfoString(out, w == 0 ? "; week=" : "/");
				print_week(out, part->week[w]);
			}
			if (part->weeks > 1)
				appendStringInfo(out, " from %s", day_text(part->rota_from));
		}
		print_spans(out, "; closed=", part->closed, part->nclosed);
		print_spans(out, "; open=", part->open, part->nopen);
	}
}
