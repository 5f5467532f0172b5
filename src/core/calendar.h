/*
 * calendar.h
 *	  Working days as rank and select over the known days.
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
 * blocks are stored in uint16.
 */
#define FIRST_KNOWN_YEAR	1995
#define LAST_KNOWN_YEAR	2099
#define FIRST_KNOWN_DAY	(-1826)	/* 1995-01-01 */
#define LAST_KNOWN_DAY	(36524)	/* 2099-12-31 */
#define DAYS_KNOWN		(LAST_KNOWN_DAY - FIRST_KNOWN_DAY + 1)

/*
 * 64 days and the number of working days before them, side by side, and for
 * every 16th working day the block that it is in.  All of it is 15 kB, a few
 * years of it much less, so that dozens of calendars in one query stay in a
 * processor's nearer caches: arrays with an entry a day are slower by far.
 */
#define DAY_BLOCKS		((DAYS_KNOWN + 63) / 64)
#define SAMPLE_SHIFT	4

typedef struct DayBlock
{
	uint64_t	bits;			/* bit set: a working day */
	int32_t		before;			/* working days before the block */
} DayBlock;

typedef struct WorkingDays
{
	int32_t		count;			/* number of working days known */
	DayBlock	block[DAY_BLOCKS + 1];	/* the last one ends the others */
	uint16_t	sample[(DAYS_KNOWN >> SAMPLE_SHIFT) + 1];
} WorkingDays;

static inline bool
day_is_known(int32_t day)
{
	return day >= FIRST_KNOWN_DAY && day <= LAST_KNOWN_DAY;
}

/* the number of set bits in each byte */
static inline uint64_t
count_bytes(uint64_t x)
{
	x = x - ((x >> 1) & UINT64_C(0x5555555555555555));
	x = (x & UINT64_C(0x3333333333333333)) + ((x >> 2) & UINT64_C(0x3333333333333333));
	return (x + (x >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
}

#define EACH_BYTE	UINT64_C(0x0101010101010101)

static inline int
count_bits(uint64_t x)
{
	return (int) ((count_bytes(x) * EACH_BYTE) >> 56);
}

/*
 * The number of bytes of x, each at most 64, that are at most k: 128 + k - byte
 * keeps its highest bit just then, and no byte borrows from the next.
 */
static inline int
bytes_up_to(uint64_t x, int k)
{
	uint64_t	high = EACH_BYTE << 7;
	uint64_t	kept = (((uint64_t) k * EACH_BYTE | high) - x) & high;

	return (int) (((kept >> 7) * EACH_BYTE) >> 56);
}

/* where the k-th set bit is, k from 0 */
static inline int
select_bit(uint64_t x, int k)
{
	uint64_t	sums = count_bytes(x) * EACH_BYTE;	/* bits up to each byte's end */
	int			shift = 8 * bytes_up_to(sums, k);
	uint64_t	spread;

	/* the same in the byte: a byte for each of its bits, 0 or 1 */
	k -= (int) (((sums << 8) >> shift) & 0xFF);
	spread = ((x >> shift) & 0xFF) * EACH_BYTE & UINT64_C(0x8040201008040201);
	spread = ((spread + UINT64_C(0x7F7F7F7F7F7F7F7F)) >> 7) & EACH_BYTE;
	return shift + bytes_up_to(spread * EACH_BYTE, k);
}

/* is this known day a working day? */
static inline bool
is_working(const WorkingDays *calendar, int32_t day)
{
	uint32_t	offset = (uint32_t) (day - FIRST_KNOWN_DAY);

	return (calendar->block[offset >> 6].bits >> (offset & 63)) & 1;
}

/*
 * Working days before this day, from the first known one.  The day may be any
 * known day or the day after the last one, so rank(b) - rank(a) counts [a, b).
 */
static inline int32_t
working_rank(const WorkingDays *calendar, int32_t day)
{
	uint32_t	offset = (uint32_t) (day - FIRST_KNOWN_DAY);
	const DayBlock *block = &calendar->block[offset >> 6];

	return block->before + count_bits(block->bits & ((UINT64_C(1) << (offset & 63)) - 1));
}

/* the working day of this rank, 0 <= rank < calendar->count */
static inline int32_t
working_day_of_rank(const WorkingDays *calendar, int32_t rank)
{
	int32_t		i = calendar->sample[rank >> SAMPLE_SHIFT];

	while (calendar->block[i + 1].before <= rank)
		i++;
	return FIRST_KNOWN_DAY + 64 * i +
		select_bit(calendar->block[i].bits, rank - calendar->block[i].before);
}

/*
 * What a calendar is made of.  These bases, beside the UK divisions of
 * core/holidays.h, have no holidays.
 */
#define WEEKDAYS			0x08
#define EVERY_DAY			0x10

/* weeks as masks, Monday in the lowest bit */
#define MONDAY_TO_FRIDAY	0x1F
#define MONDAY_TO_SUNDAY	0x7F

#define ROTA_WEEKS_MAX		52

/*
 * A pattern from a day on, up to the day before the next part that begins
 * later.  A day works if the week of the rota has it and no division of
 * "bases" has a holiday; "closed" and "open" then have the last word, and no
 * day is in both.  Parts with the same first day stand side by side and hold
 * together: a day works if it works by any of them.
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

/* the days of the week that work in the week of a day, a rota running both ways */
extern uint8_t week_of(const CalendarPart *part, int32_t day);

/* the number of parts of part[0..n) that stand side by side with the first one */
static inline int
parts_abreast(const CalendarPart *part, int n)
{
	int			abreast = 1;

	while (abreast < n && part[abreast].from == part[0].from)
		abreast++;
	return abreast;
}

/* the last day of the first part and those beside it, "abreast" in number */
static inline int32_t
last_day_of_part(const CalendarPart *part, int abreast, int n)
{
	return abreast < n ? part[abreast].from - 1 : LAST_KNOWN_DAY;
}

/* known days as a set, a bit for each from FIRST_KNOWN_DAY on */
typedef struct DaySet
{
	uint64_t	bits[DAY_BLOCKS];
} DaySet;

/* the word of a set that a day is in */
static inline int
word_of_day(int32_t day)
{
	return (day - FIRST_KNOWN_DAY) >> 6;
}

/*
 * Adds to a set the known days from "first" to "last" that work by this pattern alone,
 * whenever it holds.  The set has none of these days before.
 */
extern void part_days(DaySet *set, const CalendarPart *part, int32_t first, int32_t last);

/*
 * To spread a calendar over the known days: start from a WorkingDays of
 * zeroes, spread each part up to the last day on which it holds, then count.
 */
extern void spread_part(WorkingDays *calendar, const CalendarPart *part, int32_t last);
extern void count_working_days(WorkingDays *calendar);

#endif							/* CORE_CALENDAR_H */
