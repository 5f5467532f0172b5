/*
 * flexi_scheme.c
 *	  Target: the text and the binary form of bradford.flexi_scheme.
 */
#include "bradford.h"

#include "flexi_scheme.h"
#include "backend.h"

extern Datum bradford_flexi_scheme_in(PG_FUNCTION_ARGS);
extern Datum bradford_flexi_scheme_out(PG_FUNCTION_ARGS);
extern Datum bradford_flexi_scheme_recv(PG_FUNCTION_ARGS);
extern Datum bradford_flexi_scheme_send(PG_FUNCTION_ARGS);

static void
check_stretch(Stretch stretch)
{
	demand(stretch.from >= 0 && stretch.to <= MINUTES_A_DAY && (stretch.from < stretch.to || stretch.to == 0),
		   "a stretch that no day has");
}

static void
check_scheme(Datum value)
{
	FlexiScheme *s = DatumGetFlexiScheme(value);
	char	   *text = written_text(bradford_flexi_scheme_out, value);
	bytea	   *bytes = written_binary(bradford_flexi_scheme_send, value);
	bool		quota = s->core_least > 0 || s->core_before > 0 || s->core_after > 0;
	Datum		again;
	int			i;
	int			j;

	for (i = 0; i < WEEKDAYS_N; i++)
	{
		check_stretch(s->bandwidth[i]);
		demand(s->day[i] >= 0 && s->day[i] <= MINUTES_A_DAY, "a standard day longer than a day");
		for (j = 0; j < CORE_STRETCHES; j++)
		{
			check_stretch(s->core[i][j]);
			demand(s->core[i][j].to == 0 || (!quota && (j == 0 || s->core[i][j].from > s->core[i][j - 1].to)), "core out of order");
			demand(s->core[i][j].to == 0 || (s->core[i][j].from >= s->bandwidth[i].from && s->core[i][j].to <= s->bandwidth[i].to), "core outside the bandwidth");
		}
	}
	check_stretch(s->lunch);
	demand(s->lunch_shortest <= s->lunch_least && (s->lunch_most == 0 || s->lunch_least <= s->lunch_most), "a lunch that nobody can have");
	demand(s->core_before <= s->before && s->core_after + s->after <= MINUTES_A_DAY, "a quota that nobody can meet");
	demand(s->block == 0 ? s->in.way + s->out.way == 0 : 60 % s->block == 0 && s->in.up_from <= s->block && s->out.up_from <= s->block, "a block that is no part of the hour");
	demand(s->period_count > 0 && s->hours >= BY_DAY && s->spare[0] == 0 && s->spare[1] == 0, "a scheme that no scheme can be");
	for (i = 0; i < AMOUNTS; i++)
		demand(s->amount[i] >= 0 && s->unit[i] <= AS_CAP && (s->unit[i] != AS_CAP || i == CREDIT_LIMIT || i == DEBIT_LIMIT), "an amount of no kind");

	demand(read_text(&again, bradford_flexi_scheme_in, text), "its own text is refused");
	demand(memcmp(s, DatumGetFlexiScheme(again), sizeof(FlexiScheme)) == 0, "its text is another scheme");
	demand(strcmp(written_text(bradford_flexi_scheme_out, again), text) == 0, "the canonical text is no fixed point");
	demand(read_binary(&again, bradford_flexi_scheme_recv, VARDATA(bytes), VARSIZE(bytes) - VARHDRSZ), "its own binary form is refused");
	demand(memcmp(s, DatumGetFlexiScheme(again), sizeof(FlexiScheme)) == 0, "its binary form is another scheme");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char	   *text = input_text(data, size);
	Datum		value;

	if (text != NULL && read_text(&value, bradford_flexi_scheme_in, text))
		check_scheme(value);
	if (read_binary(&value, bradford_flexi_scheme_recv, data, size))
		check_scheme(value);
	free_all();
	return 0;
}
