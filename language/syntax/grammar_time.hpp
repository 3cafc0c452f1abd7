// Seasons, calendars, days, periods, events (language reference, section 6).
#pragma once
#include "language/syntax/grammar_words.hpp"

namespace ratebook::syntax::grammar {

// -- days of the year: Jun 1, last day of Feb, second Sun of Mar, Easter, 2 days before … -------------------------------------------
struct month_word : word<W::w_Jan, W::w_Feb, W::w_Mar, W::w_Apr, W::w_May, W::w_Jun, W::w_Jul, W::w_Aug, W::w_Sep, W::w_Oct,
                         W::w_Nov, W::w_Dec> {};
struct month_of_rule : month_word {};
struct weekday_word : word<W::w_Mon, W::w_Tue, W::w_Wed, W::w_Thu, W::w_Fri, W::w_Sat, W::w_Sun> {};
struct nth_weekday : weekday_word {};
struct day_of_month : count {};
struct last_what : sor<word<W::w_day>, weekday_word> {};
struct shift_word : word<W::w_before, W::w_after> {};
struct shift_days : unit_word<W::w_days, W::w_day> {};
struct shift : node<K::shift, sor<if_must<word<W::w_day>, shift_word>, if_must<count, shift_days, shift_word>>> {};
struct yearly_day
    : sor<if_must<month_word, day_of_month>, if_must<word<W::w_last>, last_what, word<W::w_of>, month_of_rule>,
          if_must<word<W::w_first, W::w_second, W::w_third, W::w_fourth>, nth_weekday, word<W::w_of>, month_of_rule>,
          word<W::w_Easter>> {};
struct shifted_day : yearly_day {};
struct day_rule : node<K::day_rule, sor<seq<plus<shift>, must<shifted_day>>, yearly_day>> {};
struct last_day : day_rule {};

// -- season ------------------------------------------------------------------------------------------------------------------------
struct season_span : node<K::season_span, if_must<day_rule, word<W::w_through>, last_day>> {};
struct later_span : season_span {};
struct season_days : sor<otherwise, seq<season_span, star<if_must<token<T::comma>, later_span>>>> {};
struct overrides_and_cites : star<sor<overrides, cite>> {};
struct season
    : node<K::season, if_must<word<W::w_season>, declared_name, opt<scheme>, equals, season_days>, overrides_and_cites> {};

// -- calendar ----------------------------------------------------------------------------------------------------------------------
struct holiday : node<K::holiday, date, opt<text>> {};
struct observed : node<K::observed, if_must<word<W::w_observed>, weekday_word, word<W::w_when>, weekday_word>> {};
struct holiday_day : day_rule {};
struct holiday_rule : node<K::holiday_rule, if_must<word<W::w_rule>, text, equals, holiday_day>, star<observed>> {};
struct calendar_file : if_must<word<W::w_from>, file_name, star<cite>> {};
struct calendar_body : sor<block<Block::calendar, sor<holiday, holiday_rule>>, calendar_file> {};
struct calendar : node<K::calendar, if_must<word<W::w_calendar>, declared_name, star<cite>, calendar_body>> {};

// -- day types ---------------------------------------------------------------------------------------------------------------------
struct weekdays : node<K::weekdays, weekday_word, opt<if_must<token<T::dots>, weekday_word>>> {};
struct days_of : node<K::days_of, word<W::w_days>, if_must<word<W::w_of>, event_name>> {};
struct day_piece : sor<weekdays, days_of, node<K::day_path, path>> {};
struct calendar_name : path {};
struct except : node<K::except, if_must<word<W::w_except>, calendar_name, star<if_must<token<T::comma>, calendar_name>>>> {};
struct day_days : sor<otherwise, seq<day_piece, star<if_must<token<T::comma>, day_piece>>, opt<except>>> {};
struct day : node<K::day, if_must<word<W::w_day>, declared_name, opt<scheme>, equals, day_days>, overrides_and_cites> {};

// -- periods -----------------------------------------------------------------------------------------------------------------------
struct days : node<K::days, sor<if_must<word<W::w_every>, word<W::w_day>>, path>> {};
struct hours_end : clock {};
struct hours_to : word<W::w_to> {};
struct hours : node<K::hours, sor<if_must<word<W::w_all>, word<W::w_day>>, if_must<clock, hours_to, hours_end>>> {};
struct in_season : node<K::in_season, if_must<word<W::w_in>, season_name>> {};
struct period_piece : node<K::period_piece, sor<if_must<in_season, days, hours>, if_must<days, hours>>> {};
struct during : node<K::during, if_must<word<W::w_during>, event_name>> {};
struct period_hours : sor<otherwise, during, seq<period_piece, star<if_must<token<T::comma>, period_piece>>>> {};
struct period
    : node<K::period, if_must<word<W::w_period>, declared_name, opt<scheme>, equals, period_hours>, overrides_and_cites> {};

// -- events ------------------------------------------------------------------------------------------------------------------------
struct per_account : node<K::per_account, if_must<word<W::w_per>, word<W::w_account>>> {};
struct event_on : node<K::event_on, if_must<word<W::w_on>, days, hours>> {};
struct per_what : word<W::w_year, W::w_season, W::w_cycle> {};
struct event_at_most
    : node<K::event_at_most, if_must<word<W::w_at>, word<W::w_most>, count, word<W::w_per>, node<K::name, per_what>>> {};
struct event : node<K::event, if_must<word<W::w_event>, declared_name, word<W::w_from>, file_name>,
                    star<sor<per_account, event_on, in_season, event_at_most, cite>>> {};

EXPECTED(month_of_rule, "a month such as Feb");
EXPECTED(weekday_word, "a weekday such as Mon");
EXPECTED(nth_weekday, "a weekday such as Sun");
EXPECTED(day_of_month, "the day of the month");
EXPECTED(last_what, "`day` or a weekday");
EXPECTED(shift_days, "a day such as Jun 1, or `days before` or `days after` one");
EXPECTED(shift_word, "`before` or `after`");
EXPECTED(shifted_day, "a day such as Easter or Jun 1");
EXPECTED(last_day, "the last day, such as Sep 30");
EXPECTED(later_span, "the next range of days");
EXPECTED(season_days, "days such as Jun 1 through Sep 30, or `otherwise`");
EXPECTED(holiday_day, "a day such as first Mon of Sep");
EXPECTED(calendar_body, "`{` and the dates, or `from` and a file");
EXPECTED(day_piece, "weekdays such as Mon..Fri, or a calendar");
EXPECTED(calendar_name, "the name of a calendar");
EXPECTED(day_days, "weekdays such as Mon..Fri, a calendar, or `otherwise`");
EXPECTED(days, "a day type or `every day`");
EXPECTED(hours, "hours such as 16:00 to 21:00, or `all day`");
EXPECTED(hours_to, "`to` and the end of the hours");
EXPECTED(hours_end, "a time such as 21:00");
EXPECTED(period_piece, "a day type and hours, such as weekday 16:00 to 21:00");
EXPECTED(period_hours, "a day type and hours, such as weekday 16:00 to 21:00, or `otherwise`");
EXPECTED(per_what, "`year`, `season` or `cycle`");
template <>
struct expectation<node<K::name, per_what>> : expectation<per_what> {};

}  // namespace ratebook::syntax::grammar
