/*
 * calendar.c
 *	  The type bradford.calendar: input and output, comparison.
 */
#include "bradford.h"

#include "common/hashfn.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"

#include "calendar.h"
#include "calendar_text.h"
#include "daterange.h"

/* ---------- values ---------- */

static uint64
hash_text(const char *text, size_t len)
{
	uint64		hash = UINT64CONST(0xcbf29ce484222325);
	size_t		i;

	for (i = 0; i < len; i++)
	{
		if (i % 65536 == 0)
			CHECK_FOR_INTERRUPTS();
		hash = (hash ^ (unsigned char) text[i]) * UINT64CONST(0x100000001b3);
	}
	return hash;
}

struct varlena *
calendar_of_parts(CalendarParts *parts, Node *escontext)
{
	StringInfoData text;
	struct varlena *value;
	uint64		hash;

	calendar_normalise(parts);
	initStringInfo(&text);
	if (!calendar_print(&text, parts, escontext))
		return NULL;
	hash = hash_text(text.data, text.len);
	value = palloc(VARHDRSZ + CALENDAR_HASH_SIZE + text.len);
	SET_VARSIZE(value, VARHDRSZ + CALENDAR_HASH_SIZE + text.len);
	memcpy(VARDATA(value), &hash, CALENDAR_HASH_SIZE);
	memcpy(CALENDAR_TEXT(value), text.data, text.len);
	return value;
}

static char *
text_of(struct varlena *value)
{
	return pnstrdup(CALENDAR_TEXT(value), CALENDAR_TEXT_SIZE(value));
}

void
calendar_to_parts(struct varlena *value, CalendarParts *parts)
{
	calendar_parse(text_of(value), parts, NULL);
}

PG_FUNCTION_INFO_V1(bradford_calendar_in);
Datum
bradford_calendar_in(PG_FUNCTION_ARGS)
{
	CalendarParts parts;
	struct varlena *value;

	if (!calendar_parse(PG_GETARG_CSTRING(0), &parts, fcinfo->context))
		PG_RETURN_NULL();
	value = calendar_of_parts(&parts, fcinfo->context);
	if (value == NULL)
		PG_RETURN_NULL();
	PG_RETURN_POINTER(value);
}

PG_FUNCTION_INFO_V1(bradford_calendar_out);
Datum
bradford_calendar_out(PG_FUNCTION_ARGS)
{
	struct varlena *value = PG_GETARG_VARLENA_PP(0);
	char	   *text;

	/* both can have tens of megabytes, and to copy them takes its time */
	CHECK_FOR_INTERRUPTS();
	text = text_of(value);
	CHECK_FOR_INTERRUPTS();
	PG_RETURN_CSTRING(text);
}

/* the binary form is the text, so a value from elsewhere is checked like any other */
PG_FUNCTION_INFO_V1(bradford_calendar_recv);
Datum
bradford_calendar_recv(PG_FUNCTION_ARGS)
{
	StringInfo	buffer = (StringInfo) PG_GETARG_POINTER(0);
	CalendarParts parts;
	int			len;

	calendar_parse(pq_getmsgtext(buffer, buffer->len - buffer->cursor, &len), &parts, NULL);
	PG_RETURN_POINTER(calendar_of_parts(&parts, NULL));
}

PG_FUNCTION_INFO_V1(bradford_calendar_send);
Datum
bradford_calendar_send(PG_FUNCTION_ARGS)
{
	struct varlena *value = PG_GETARG_VARLENA_PP(0);
	StringInfoData buffer;

	pq_begintypsend(&buffer);
	pq_sendtext(&buffer, CALENDAR_TEXT(value), CALENDAR_TEXT_SIZE(value));
	PG_RETURN_BYTEA_P(pq_endtypsend(&buffer));
}

/* ---------- equality, order and hashing ---------- */

/*
 * Values are ordered by the bytes of their texts.  The order means nothing,
 * but count(DISTINCT), merge joins and many a GROUP BY need one.
 */
int
calendar_compare(struct varlena *a, struct varlena *b)
{
	size_t		length_a = CALENDAR_TEXT_SIZE(a);
	size_t		length_b = CALENDAR_TEXT_SIZE(b);
	int			order = memcmp(CALENDAR_TEXT(a), CALENDAR_TEXT(b), Min(length_a, length_b));

	/*
	 * only the sign of memcmp's result is the same in every libc, and an index
	 * may hold it
	 */
	if (order != 0)
		return order > 0 ? 1 : -1;
	return (length_a > length_b) - (length_a < length_b);
}

static int
compare_values(FunctionCallInfo fcinfo)
{
	return calendar_compare(PG_GETARG_VARLENA_PP(0), PG_GETARG_VARLENA_PP(1));
}

ORDER_FUNCTIONS(calendar, compare_values)

PG_FUNCTION_INFO_V1(bradford_calendar_hash);
Datum
bradford_calendar_hash(PG_FUNCTION_ARGS)
{
	struct varlena *value = PG_GETARG_VARLENA_PP(0);

	return hash_any((unsigned char *) CALENDAR_TEXT(value), CALENDAR_TEXT_SIZE(value));
}

PG_FUNCTION_INFO_V1(bradford_calendar_hash_extended);
Datum
bradford_calendar_hash_extended(PG_FUNCTION_ARGS)
{
	struct varlena *value = PG_GETARG_VARLENA_PP(0);

	return hash_any_extended((unsigned char *) CALENDAR_TEXT(value),
							 CALENDAR_TEXT_SIZE(value), PG_GETARG_INT64(1));
}

/* ---------- the known days ---------- */

PG_FUNCTION_INFO_V1(bradford_known_days);
Datum
bradford_known_days(PG_FUNCTION_ARGS)
{
	return span_daterange((Span) {FIRST_KNOWN_DAY, LAST_KNOWN_DAY});
}

int
errdetail_known_days(void)
{
	return errdetail("Calendars know the days from %s to %s.",
					 day_text(FIRST_KNOWN_DAY), day_text(LAST_KNOWN_DAY));
}

void
calendar_refuse_day(DateADT day)
{
	REFUSE(ERRCODE_DATETIME_FIELD_OVERFLOW,
		   errmsg("%s is outside the years that calendars know", day_text(day)),
		   errdetail_known_days(),
		   errhint("Give a date in those years; bank holidays are published or projected only for them."));
}
