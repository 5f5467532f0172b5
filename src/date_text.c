/*
 * date_text.c
 *	  Days as ISO text, whatever DateStyle is: what a stored value means, and what
 *	  a message says, must not vary with it.
 */
#include "bradford.h"

#include "miscadmin.h"
#include "utils/datetime.h"

#include "core/date.h"
#include "date_text.h"

char *
day_text(DateADT day)
{
	char		buf[MAXDATELEN + 1];
	struct pg_tm tm;

	if (DATE_IS_NOBEGIN(day))
		return pstrdup("-infinity");
	if (DATE_IS_NOEND(day))
		return pstrdup("infinity");
	j2date(day + POSTGRES_EPOCH_JDATE, &tm.tm_year, &tm.tm_mon, &tm.tm_mday);
	EncodeDateOnly(&tm, USE_ISO_DATES, buf);
	return pstrdup(buf);
}

/* reads the digits ahead; returns how many */
static int
read_digits(const char **p, const char *end, int64 *number)
{
	const char *start = *p;

	*number = 0;
	while (*p < end && **p >= '0' && **p <= '9' && *p - start < 10)
		*number = *number * 10 + (*(*p)++ - '0');
	return (int) (*p - start);
}

bool
read_iso_day(const char *start, const char *end, DateADT *day)
{
	const char *p = start;
	int64		year;
	int64		month;
	int64		of_month;
	int64		number;

	if (read_digits(&p, end, &year) < 4 || p == end || *p++ != '-' ||
		read_digits(&p, end, &month) != 2 || p == end || *p++ != '-' ||
		read_digits(&p, end, &of_month) != 2)
		return false;
	if (end - p == 3 && strncmp(p, " BC", 3) == 0)
		year = 1 - year;		/* there is no year 0 */
	else if (p != end || year == 0)
		return false;
	if (month < 1 || month > 12 || of_month < 1 || of_month > days_in_month(year, (int32) month))
		return false;
	number = day_from_civil(year, (int32) month, (int32) of_month);
	if (number < MIN_DAY || number > MAX_DAY)
		return false;
	*day = (DateADT) number;
	return true;
}
