/*
 * date.c
 *	  Day numbers and months: the civil calendar without PostgreSQL.
 *
 * A year is counted from March here, so that the leap day comes last and the
 * days before a month follow one straight line; 400 such years are an era of
 * 146,097 days.
 */
#include "core/date.h"

#define DAYS_PER_ERA	146097
/* 2000-03-01 starts an era and is day 60 */
#define ERA_START		60
#define ERA_START_YEAR	2000

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b != 0 && (a % b < 0) != (b < 0));
}

int64_t
day_from_civil(int64_t year, int32_t month, int32_t day)
{
	int32_t		from_march = (month + 9) % 12;	/* March is 0 */
	int64_t		years = year - ERA_START_YEAR - (month <= 2);
	int64_t		era = floor_div(years, 400);
	int64_t		year_of_era = years - era * 400;

	return ERA_START + era * DAYS_PER_ERA +
		year_of_era * 365 + year_of_era / 4 - year_of_era / 100 +
		(153 * from_march + 2) / 5 + day - 1;
}

CivilDate
civil_from_day(int64_t day)
{
	CivilDate	date;
	int64_t		era = floor_div(day - ERA_START, DAYS_PER_ERA);
	int32_t		day_of_era = (int32_t) (day - ERA_START - era * DAYS_PER_ERA);
	int32_t		year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
							   day_of_era / 146096) / 365;
	int32_t		day_of_year = day_of_era -
		(365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int32_t		from_march = (5 * day_of_year + 2) / 153;

	date.day = day_of_year - (153 * from_march + 2) / 5 + 1;
	date.month = from_march < 10 ? from_march + 3 : from_march - 9;
	date.year = (int32_t) (ERA_START_YEAR + era * 400 + year_of_era + (date.month <= 2));
	return date;
}

int32_t
days_in_month(int64_t year, int32_t month)
{
	static const int32_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
		return 29;
	return days[month - 1];
}

int64_t
add_months(int64_t day, int64_t months)
{
	CivilDate	date = civil_from_day(day);
	int64_t		since = (int64_t) date.year * 12 + (date.month - 1) + months;
	int64_t		year = floor_div(since, 12);
	int32_t		month = (int32_t) (since - year * 12) + 1;
	int32_t		length = days_in_month(year, month);

	return day_from_civil(year, month, date.day < length ? date.day : length);
}
