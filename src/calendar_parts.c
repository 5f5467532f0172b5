/*
 * calendar_parts.c
 *	  A calendar taken apart: made canonical, and printed.
 */
#include "bradford.h"

#include "miscadmin.h"

#include "calendar_text.h"
#include "daterange.h"

CalendarPart *
calendar_add_part(CalendarParts *parts)
{
	if (parts->n == parts->room)
	{
		parts->room = Max(1, 2 * parts->room);
		parts->part = parts->n == 0 ? palloc(sizeof(CalendarPart)) :
			repalloc_huge(parts->part, parts->room * sizeof(CalendarPart));
	}
	memset(&parts->part[parts->n], 0, sizeof(CalendarPart));
	return &parts->part[parts->n++];
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
	int			kept = 0;
	int			i;

	/* a part that the next one replaces on its first day never holds */
	while (parts->n > 1 && parts->part[1].from <= FIRST_KNOWN_DAY)
	{
		parts->n--;
		memmove(parts->part, parts->part + 1, parts->n * sizeof(CalendarPart));
	}

	for (i = 0; i < parts->n; i++)
	{
		CalendarPart *part = &parts->part[i];
		int32		last = i + 1 < parts->n ? part[1].from - 1 : LAST_KNOWN_DAY;

		CHECK_FOR_INTERRUPTS();
		normalise_pattern(part);
		part->nclosed = clip_spans(part->closed, part->nclosed, part->from, last);
		part->nopen = clip_spans(part->open, part->nopen, part->from, last);
		if (i > 0 && same_pattern(&parts->part[kept], part))
		{
			append_spans(&parts->part[kept].closed, &parts->part[kept].nclosed,
						 part->closed, part->nclosed);
			append_spans(&parts->part[kept].open, &parts->part[kept].nopen,
						 part->open, part->nopen);
		}
		else if (i > 0)
			parts->part[++kept] = *part;
	}
	parts->n = kept + 1;
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

		if (i > 0)
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
