/*
 * calendar.h
 *	  Working days as rank and select over a bitmap of days.
 *
 * A day is the number of days since 2000-01-01 (PostgreSQL's DateADT, but
 * this ring includes no PostgreSQL header).  A WorkingDays is one calendar
 * spread out over the years that calendars know, so that every question is
 * answered in constant time, whatever the span and the number of holidays.
 */
#ifndef CORE_CALENDAR_H
#define CORE_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#include "core/holidays.h"
#include "core/span.h"

/*
 * The years that calendars know: published and projected UK days cover
 * 1995-01-01 to 2099-12-31 (doc/calendar.md).  DAYS_KNOWN fits in 16 bits, so
 * ranks and ordinals are stored in uint16.
 */
#define FIRST_KNOWN_YEAR	1995
#define LAST_KNOWN_YEAR	2099
#define FIRST_KNOWN_DAY	(-1826)	/* 1995-01-01 */
#define LAST_KNOWN_DAY	(36524)	/* 2099-12-31 */
#define DAYS_KNOWN		(LAST_KNOWN_DAY - FIRST_KNOWN_DAY + 1)
#define DAY_WORDS		((DAYS_KNOWN + 63) / 64)

typedef struct WorkingDays
{
	int32_t		count;			/* number of working days known */
	uint64_t	bits[DAY_WORDS];	/* bit set: a working day */
	uint16_t	rank[DAY_WORDS + 1];	/* working days before each word */
	uint16_t	nth[DAYS_KNOWN];	/* offset from FIRST_KNOWN_DAY of each */
} WorkingDays;

static inline bool
day_is_known(int32_t day)
{
	return day >= FIRST_KNOWN_DAY && day <= LAST_KNOWN_DAY;
}

/* number of set bits */
static inline int
count_bits(uint64_t x)
{
	x = x - ((x >> 1) & UINT64_C(0x5555555555555555));
	x = (x & UINT64_C(0x3333333333333333)) + ((x >> 2) & UINT64_C(0x3333333333333333));
	x = (x + (x >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
	return (int) ((x * UINT64_C(0x0101010101010101)) >> 56);
}

/* is this known day a working day? */
static inline bool
is_working(const WorkingDays *calendar, int32_t day)
{
	uint32_t	offset = (uint32_t) (day - FIRST_KNOWN_DAY);

	return (calendar->bits[offset >> 6] >> (offset & 63)) & 1;
}

/*
 * Working days before this day, from the first known one.  The day may be any
 * known day or the day after the last one, so rank(b) - rank(a) counts [a, b).
 */
static inline int32_t
working_rank(const WorkingDays *calendar, int32_t day)
{
	uint32_t	offset = (uint32_t) (day - FIRST_KNOWN_DAY);
	uint32_t	bit = offset & 63;
	int32_t		before = calendar->rank[offset >> 6];

	if (bit == 0)
		return before;
	return before + count_bits(calendar->bits[offset >> 6] & ((UINT64_C(1) << bit) - 1));
}

/* the working day of this rank, 0 <= rank < calendar->count */
static inline int32_t
working_day_of_rank(const WorkingDays *calendar, int32_t rank)
{
	return FIRST_KNOWN_DAY + calendar->nth[rank];
}

/* fills count, rank and nth from the bits */
extern void working_days_index(WorkingDays *calendar);

/* 0 = Monday ... 6 = Sunday; day 0 was a Saturday */
static inline int
weekday_of(int32_t day)
{
	int			weekday = (day + 5) % 7;

	return weekday < 0 ? weekday + 7 : weekday;
}

/*
 * What a calendar is made of.  Bases beside the UK divisions, which are in
 * core/holidays.h: they have no holidays.
 */
#define WEEKDAYS			0x08
#define EVERY_DAY			0x10

/* weeks as masks, Monday in the lowest bit */
#define MONDAY_TO_FRIDAY	0x1F
#define MONDAY_TO_SUNDAY	0x7F

#define ROTA_WEEKS_MAX		52

/*
 * A stretch of time under one pattern, up to the day before the next part.
 * A day works where the week of the rota has it and no division of "bases"
 * has a holiday; "closed" and "open" then have the last word, and no day is in
 * both.
 */
typedef struct CalendarPart
{
	int32_t		from;			/* its first day; of the first part, FIRST_KNOWN_DAY */
	uint8_t		bases;			/* UK divisions, WEEKDAYS, EVERY_DAY */
	uint8_t		week[ROTA_WEEKS_MAX];
	int			weeks;			/* how many of them, from 1 */
	int32_t		rota_from;		/* a Monday of week[0], where weeks > 1 */
	int			nclosed;
	int			nopen;
	Span	   *closed;			/* known days, sorted, neither overlapping nor */
	Span	   *open;			/* touching */
} CalendarPart;

/* the days of the week that work where a calendar names none */
static inline uint8_t
default_week(uint8_t bases)
{
	return (bases & (UK_DIVISIONS | WEEKDAYS)) ? MONDAY_TO_FRIDAY : MONDAY_TO_SUNDAY;
}

/* spreads a calendar's parts, in order of date, over the known days */
extern void working_days_spread(WorkingDays *calendar, const CalendarPart *parts, int n);

#endif							/* CORE_CALENDAR_H */
