/*
 * parts.h
 *	  The parts of a calendar, made of bytes.
 */
#ifndef PARTS_H
#define PARTS_H

#include "fuzz.h"
#include "naive.h"

#define PARTS_MAX	6
#define LISTED_MAX	8

typedef struct TakenParts
{
	int			n;
	CalendarPart part[PARTS_MAX];
	Span		closed[PARTS_MAX][LISTED_MAX];
	Span		open[PARTS_MAX][LISTED_MAX];
	int			nends;			/* days on which something begins or ends */
	int32_t		ends[PARTS_MAX * (1 + 4 * LISTED_MAX)];
	int32_t		stride;			/* for the other days that are looked at */
} TakenParts;

static inline int32_t
clamp_day(int64_t day)
{
	return day < FIRST_KNOWN_DAY ? FIRST_KNOWN_DAY : day > LAST_KNOWN_DAY ? LAST_KNOWN_DAY : (int32_t) day;
}

/* a known day: so many after another one, or anywhere */
static inline int32_t
take_known_day(Bytes *in, int32_t after)
{
	uint8_t		byte = take_byte(in);

	if (byte < 224)
		return clamp_day((int64_t) after + byte);
	return FIRST_KNOWN_DAY + ((byte & 31) << 8 | take_byte(in)) * 5 % DAYS_KNOWN;
}

/* stretches of days in order, apart from each other and from those of another list */
static inline int
take_listed(Bytes *in, TakenParts *taken, int32_t around, Span *spans, const Span *others, int nothers)
{
	int			n = take_byte(in) % (LISTED_MAX + 1),
				kept = 0,
				i;

	for (i = 0; i < n; i++)
	{
		Span		span;
		bool		apart = true;
		int			j;

		span.first = take_known_day(in, kept > 0 ? spans[kept - 1].last : around);
		span.last = clamp_day((int64_t) span.first + take_byte(in) % 80);
		for (j = 0; j < nothers; j++)
			apart = apart && (span.last < others[j].first || span.first > others[j].last);
		if (!apart || (kept > 0 && span.first <= spans[kept - 1].last + 1))
			continue;
		spans[kept++] = span;
		taken->ends[taken->nends++] = span.first;
		taken->ends[taken->nends++] = span.last + 1;
	}
	return kept;
}

static inline void
take_parts(Bytes *in, TakenParts *taken)
{
	int			i,
				week;

	taken->n = 1 + take_byte(in) % PARTS_MAX;
	taken->stride = 41 + 4 * take_byte(in);
	taken->nends = 0;
	for (i = 0; i < taken->n; i++)
	{
		CalendarPart *part = &taken->part[i];
		uint8_t		how = take_byte(in);

		*part = (CalendarPart) {.from = FIRST_KNOWN_DAY};
		if (i > 0)
			part->from = how & 64 ? part[-1].from : take_known_day(in, part[-1].from);
		/* parts begin in order */
		if (i > 0 && part->from < part[-1].from)
			part->from = part[-1].from;
		taken->ends[taken->nends++] = part->from;
		part->bases = how & 31 ? how & 31 : EVERY_DAY;
		part->weeks = 1;
		part->week[0] = default_week(part->bases);
		if (how & 128)
		{
			part->weeks = 1 + take_byte(in) % ROTA_WEEKS_MAX;
			for (week = 0; week < part->weeks; week++)
				part->week[week] = take_byte(in) & MONDAY_TO_SUNDAY;
			if (part->weeks > 1)
			{
				int32_t		day = take_known_day(in, part->from);

				/* the Monday after it, unless calendars do not know that one */
				part->rota_from = day + (7 - weekday_of(day)) % 7;
				if (!day_is_known(part->rota_from))
					part->rota_from -= 7;
			}
		}
		part->closed = taken->closed[i];
		part->open = taken->open[i];
		part->nclosed = take_listed(in, taken, part->from, part->closed, NULL, 0);
		part->nopen = take_listed(in, taken, part->from, part->open, part->closed, part->nclosed);
	}
}

/* the next day on which to look: near an end all of them, else some */
static inline int32_t
next_telling_day(const TakenParts *taken, int32_t day)
{
	int32_t		next = day + taken->stride;
	int			i;

	for (i = 0; i < taken->nends; i++)
	{
		if (day + 1 >= taken->ends[i] - 8 && day + 1 <= taken->ends[i] + 8)
			return day + 1;
		if (taken->ends[i] - 8 > day && taken->ends[i] - 8 < next)
			next = taken->ends[i] - 8;
	}
	return next;
}

#endif							/* PARTS_H */
