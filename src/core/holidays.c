/*
 * holidays.c
 *	  Bank holidays of the United Kingdom: as published, then by rule.
 *
 * The rules are those of schedule 1 of the Banking and Financial Dealings Act
 * 1971 with the substitute days that are proclaimed every year by custom.
 */
#include "core/holidays.h"

#include "core/calendar.h"
#include "core/date.h"

/* shorter in the table */
#define EW ENGLAND_AND_WALES
#define SC SCOTLAND
#define NI NORTHERN_IRELAND
#define UK UK_DIVISIONS

enum HolidayName
{
	NEW_YEAR,
	SECOND_JANUARY,
	ST_PATRICK,
	GOOD_FRIDAY,
	EASTER_MONDAY,
	EARLY_MAY,
	SPRING,
	BOYNE,
	SUMMER,
	ST_ANDREW,
	CHRISTMAS,
	BOXING,
	/* from here on, days that no rule yields */
	EARLY_MAY_VE,
	VE_50,
	MILLENNIUM,
	GOLDEN_JUBILEE,
	ROYAL_WEDDING,
	DIAMOND_JUBILEE,
	PLATINUM_JUBILEE,
	STATE_FUNERAL,
	CORONATION,
	WORLD_CUP
};

/* as the government's own list spells them, its apostrophe (U+2019) included */
static const char *const names[] = {
	[NEW_YEAR] = "New Year\xe2\x80\x99s Day",
	[SECOND_JANUARY] = "2nd January",
	[ST_PATRICK] = "St Patrick\xe2\x80\x99s Day",
	[GOOD_FRIDAY] = "Good Friday",
	[EASTER_MONDAY] = "Easter Monday",
	[EARLY_MAY] = "Early May bank holiday",
	[SPRING] = "Spring bank holiday",
	[BOYNE] = "Battle of the Boyne (Orangemen\xe2\x80\x99s Day)",
	[SUMMER] = "Summer bank holiday",
	[ST_ANDREW] = "St Andrew\xe2\x80\x99s Day",
	[CHRISTMAS] = "Christmas Day",
	[BOXING] = "Boxing Day",
	[EARLY_MAY_VE] = "Early May bank holiday (VE day)",
	[VE_50] = "VE Day 50th anniversary bank holiday",
	[MILLENNIUM] = "Millennium bank holiday",
	[GOLDEN_JUBILEE] = "Queen\xe2\x80\x99s Golden Jubilee bank holiday",
	[ROYAL_WEDDING] = "Royal wedding",
	[DIAMOND_JUBILEE] = "Queen\xe2\x80\x99s Diamond Jubilee",
	[PLATINUM_JUBILEE] = "Platinum Jubilee bank holiday",
	[STATE_FUNERAL] = "Bank Holiday for the State Funeral of Queen Elizabeth II",
	[CORONATION] = "Bank holiday for the coronation of King Charles III",
	[WORLD_CUP] = "World Cup bank holiday",
};

typedef struct PublishedDay
{
	int16_t		year;
	int8_t		month;
	int8_t		day;
	uint8_t		divisions;
	uint8_t		name;
	bool		substitute;
} PublishedDay;

#include "core/bank_holidays.h"

#define PUBLISHED_DAYS ((int) (sizeof(published_days) / sizeof(published_days[0])))

static int32_t
day_of(int year, int month, int day)
{
	return (int32_t) day_from_civil(year, month, day);
}

/* Easter Sunday of a Gregorian year */
static int32_t
easter(int year)
{
	int			golden = year % 19;
	int			century = year / 100;
	int			epact = (19 * golden + century - century / 4
						 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
	int			weekday = (32 + 2 * (century % 4) + 2 * (year % 100 / 4)
						   - epact - year % 100 % 4) % 7;
	int			late = (golden + 11 * epact + 22 * weekday) / 451;
	int			sum = epact + weekday - 7 * late + 114;

	return day_of(year, sum / 31, sum % 31 + 1);
}

static bool
on_weekend(int32_t day)
{
	return weekday_of(day) >= 5;
}

/* the Monday on or after a day */
static int32_t
monday_from(int32_t day)
{
	return day + (7 - weekday_of(day)) % 7;
}

/* the last Monday of a month that begins on this day and has 31 days */
static int32_t
last_monday(int32_t first)
{
	return first + 30 - weekday_of(first + 30);
}

/* keeps the list in order of day, then of division */
static void
add_holiday(Holiday *list, int *n, int32_t day, uint8_t divisions, uint8_t name,
			bool substitute)
{
	int			i = (*n)++;

	while (i > 0 && list[i - 1].day > day)
	{
		list[i] = list[i - 1];
		i--;
	}
	list[i] = (Holiday) {day, divisions, name, substitute};
}

/* a holiday on a weekend moves to the following Monday */
static void
add_with_monday(Holiday *list, int *n, int32_t day, uint8_t divisions, uint8_t name)
{
	if (on_weekend(day))
		add_holiday(list, n, monday_from(day), divisions, name, true);
	else
		add_holiday(list, n, day, divisions, name, false);
}

/*
 * Two holidays in a row: one that is on a weekday stays, then each one on a
 * weekend takes the next weekday that is free.
 */
static void
add_pair(Holiday *list, int *n, int32_t day, uint8_t divisions, uint8_t first,
		 uint8_t second)
{
	/* Saturday moves to Monday; Sunday to Tuesday, for the second has Monday */
	if (on_weekend(day))
		add_holiday(list, n, day + 2, divisions, first, true);
	else
		add_holiday(list, n, day, divisions, first, false);

	/* Saturday moves to Monday; Sunday to Tuesday, for the first has Monday */
	if (on_weekend(day + 1))
		add_holiday(list, n, day + 1 + 2, divisions, second, true);
	else
		add_holiday(list, n, day + 1, divisions, second, false);
}

int
holidays_by_rule(int year, Holiday *list)
{
	int32_t		sunday = easter(year);
	int			n = 0;

	add_with_monday(list, &n, day_of(year, 1, 1), EW | NI, NEW_YEAR);
	add_pair(list, &n, day_of(year, 1, 1), SC, NEW_YEAR, SECOND_JANUARY);
	add_with_monday(list, &n, day_of(year, 3, 17), NI, ST_PATRICK);
	add_holiday(list, &n, sunday - 2, UK, GOOD_FRIDAY, false);
	add_holiday(list, &n, sunday + 1, EW | NI, EASTER_MONDAY, false);
	add_holiday(list, &n, monday_from(day_of(year, 5, 1)), UK, EARLY_MAY, false);
	add_holiday(list, &n, last_monday(day_of(year, 5, 1)), UK, SPRING, false);
	add_with_monday(list, &n, day_of(year, 7, 12), NI, BOYNE);
	add_holiday(list, &n, monday_from(day_of(year, 8, 1)), SC, SUMMER, false);
	add_holiday(list, &n, last_monday(day_of(year, 8, 1)), EW | NI, SUMMER, false);
	if (year >= 2007)			/* 2007 asp 2 */
		add_with_monday(list, &n, day_of(year, 11, 30), SC, ST_ANDREW);
	add_pair(list, &n, day_of(year, 12, 25), UK, CHRISTMAS, BOXING);
	return n;
}

int
holidays_of_year(int year, Holiday *list)
{
	int			n = 0;
	int			i;

	if (year > LAST_PUBLISHED_YEAR)
		return holidays_by_rule(year, list);

	for (i = 0; i < PUBLISHED_DAYS; i++)
	{
		const PublishedDay *p = &published_days[i];

		if (p->year == year)
			add_holiday(list, &n, day_of(p->year, p->month, p->day),
						p->divisions, p->name, p->substitute);
	}
	return n;
}

const char *
holiday_name(const Holiday *holiday)
{
	return names[holiday->name];
}
