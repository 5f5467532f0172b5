/*
 * staffing.c
 *	  How many are on duty, as steps over time.
 */
#include "core/staffing.h"

void
staffing_begin(Staffing *staffing, const int64_t *starts, const int64_t *ends, int32_t n)
{
	staffing->starts = starts;
	staffing->ends = ends;
	staffing->n = n;
	staffing->started = 0;
	staffing->ended = 0;
	staffing->step.from = INT64_MIN;
	staffing->step.to = n > 0 ? starts[0] : INT64_MAX;
	staffing->step.on_duty = 0;
	staffing->over = n == 0;
}

/* takes in what begins and ends at the earliest time that is left, and returns that time */
static int64_t
next_change(Staffing *staffing)
{
	int32_t		n = staffing->n;
	int64_t		time = staffing->ends[staffing->ended];

	if (staffing->started < n && staffing->starts[staffing->started] < time)
		time = staffing->starts[staffing->started];
	while (staffing->started < n && staffing->starts[staffing->started] == time)
		staffing->started++;
	while (staffing->ended < n && staffing->ends[staffing->ended] == time)
		staffing->ended++;
	return time;
}

bool
staffing_next(Staffing *staffing)
{
	int64_t		from = staffing->step.to;

	if (staffing->over)
		return false;
	/* at the beginning, nothing has been taken in yet */
	if (staffing->started == 0)
		next_change(staffing);
	if (staffing->ended == staffing->n)
	{
		staffing->over = true;
		return false;
	}
	staffing->step.from = from;
	staffing->step.on_duty = staffing->started - staffing->ended;
	/* where as many come as go, the step goes on */
	do
		staffing->step.to = next_change(staffing);
	while (staffing->started - staffing->ended == staffing->step.on_duty);
	return true;
}

void
staffing_during(Staffing *staffing, int64_t from, int64_t to, StaffingOf *answer)
{
	int64_t		time = from;

	answer->least = INT32_MAX;
	answer->most = 0;
	answer->person_time = 0;
	while (time < to)
	{
		int64_t		until = to;
		int32_t		on_duty = 0;

		while (staffing->step.to <= time && staffing_next(staffing))
			;
		/* after the last, there is nobody */
		if (staffing->step.to > time)
		{
			on_duty = staffing->step.on_duty;
			if (staffing->step.to < to)
				until = staffing->step.to;
		}
		if (on_duty < answer->least)
			answer->least = on_duty;
		if (on_duty > answer->most)
			answer->most = on_duty;
		answer->person_time += on_duty * (until - time);
		time = until;
	}
}
