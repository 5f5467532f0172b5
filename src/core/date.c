/*
 * date.c
 *	  Day numbers and months: the civil calendar without PostgreSQL.
 *
 * A year is counted from March here, so that the leap day comes last and the
 * days before a month follow one straight line: 153 days for each five months.
 * The arithmetic is unsigned, since division by a constant is cheapest so: eras
 * of 400 years are added first and taken off again at the end.
 */
#include "core/date.h"

#define DAYS_PER_ERA	146097
#define YEARS_PER_ERA	400

/*
 * As many eras as reach 200 million years back: beyond any day that the date
 * type and a window of two billion months lead to.
 */
#define ERAS			500000

/* 2000-03-01 starts an era and is day 60 */
#define DAY_SHIFT		((int64_t) ERAS * DAYS_PER_ERA - 60)
#define YEAR_SHIFT		((int64_t) ERAS * YEARS_PER_ERA - 2000)

int64_t
day_from_civil(int64_t year, int32_t month, int32_t day)
{
	uint32_t	from_march = (uint32_t) (month > 2 ? month - 3 : month + 9);
	uint64_t	years = (uint64_t) (year + YEAR_SHIFT - (month <= 2));
	uint64_t	days = years * 365 + years / 4 - years / 100 + years / 400 +
		(153 * from_march + 2) / 5 + (uint32_t) day - 1;

	return (int64_t) days - DAY_SHIFT;
}

CivilDate
civil_from_day(int64_t day)
{
	uint64_t	days = (uint64_t) (day + DAY_SHIFT);
	uint64_t	era = days / DAYS_PER_ERA;
	uint32_t	of_era = (uint32_t) (days - era * DAYS_PER_ERA);
	uint32_t	year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	uint32_t	of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	uint32_t	from_march = (5 * of_year + 2) / 153;
	CivilDate	date;

	date.day = (int32_t) (of_year - (153 * from_march + 2) / 5 + 1);
	date.month = (int32_t) (from_march < 10 ? from_march + 3 : from_march - 9);
	date.year = (int32_t) ((int64_t) (era * YEARS_PER_ERA + year_of_era) - YEAR_SHIFT +
						   (date.month <= 2));
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
	int64_t		year;
	int32_t		month;
	int32_t		length;

	shift_month(date.year, date.month, months, &year, &month);
	length = days_in_month(year, month);
	return day_from_civil(year, month, date.day < length ? date.day : length);
}

void
shift_month(int64_t year, int32_t month, int64_t months, int64_t *to_year, int32_t *to_month)
{
	/* from the shifted year 0, so that the division rounds down */
	int64_t		since = (year + YEAR_SHIFT) * 12 + (month - 1) + months;

	*to_year = since / 12 - YEAR_SHIFT;
	*to_month = (int32_t) (since % 12) + 1;
}
