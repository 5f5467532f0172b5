/*
 * calendar_text.c
 *	  Target: the text form of bradford.calendar, which is its binary form too.
 */
#include "bradford.h"

#include "calendar.h"
#include "calendar_text.h"
#include "naive.h"
#include "backend.h"

extern Datum bradford_calendar_in(PG_FUNCTION_ARGS);
extern Datum bradford_calendar_out(PG_FUNCTION_ARGS);
extern Datum bradford_calendar_recv(PG_FUNCTION_ARGS);
extern Datum bradford_calendar_send(PG_FUNCTION_ARGS);
extern Datum bradford_calendar_eq(PG_FUNCTION_ARGS);
extern int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* what has been read, before it is put in canonical form, has the same days as what is stored */
static void
check_days(const char *written, const char *canonical)
{
	CalendarParts as_written,
				stored;
	WorkingDays *a,
			   *b;

	demand(calendar_parse(written, &as_written, NULL) && calendar_parse(canonical, &stored, NULL), "a calendar cannot be read again");
	a = spread_parts(as_written.part, as_written.n);
	b = spread_parts(stored.part, stored.n);
	demand(memcmp(a, b, sizeof(WorkingDays)) == 0, "the canonical form has other days");
	free(a);
	free(b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char	   *written = input_text(data, size);
	Datum		value,
				again,
				answer;
	char	   *text;
	bytea	   *bytes;

	if (written != NULL && read_text(&value, bradford_calendar_in, written))
	{
		text = written_text(bradford_calendar_out, value);
		demand(read_text(&again, bradford_calendar_in, text), "its own text is refused");
		demand(strcmp(written_text(bradford_calendar_out, again), text) == 0, "the canonical text is no fixed point");
		demand(same_bytes(DatumGetByteaP(value), DatumGetByteaP(again)), "equal calendars are not equal bytes");
		bytes = written_binary(bradford_calendar_send, value);
		demand(read_binary(&again, bradford_calendar_recv, VARDATA(bytes), VARSIZE(bytes) - VARHDRSZ), "its own binary form is refused");
		demand(call(&answer, bradford_calendar_eq, NULL, false, 2, value, again) && DatumGetBool(answer), "it differs from itself");
		check_days(written, text);
	}
	free_all();
	return 0;
}
