# What may be wrong with election.toml and the tables of votes beside it, in English.

input-fault = { $file }: { $problem }
input-fault-at = { $file }, line { $line }: { $problem }

## election.toml

election-too-long = the file is too long to be an election; check that it is the right one
election-syntax = this is not TOML ({ $reason }); correct the line
election-unknown-key = the key { $key } is unknown here; remove it or correct its spelling
election-missing-key = the key { $key } is missing; add it
election-wrong-type = the value of { $key } is of another kind than the key takes; correct it
election-bad-format = format must be "tamga/election/v1"; use a file of that format
election-bad-number = { $key } must be a whole number from { $min-text } to { $max-text }; correct it
election-bad-word = { $key } must be one of: { $words }; choose one of them
election-bad-id = the id { $id } must be 1 to 48 of the characters a-z, 0-9 and -; choose another
election-reserved-id = the id { $id } is reserved; choose another
election-duplicate-id = the id { $id } is used twice; choose another for one of them
election-no-default-language = { $key } must have a text in the default language { $language }; add it
election-bad-text = { $key } must be 1 to 256 bytes without control characters and without spaces at its ends; correct it
election-bad-time = { $key } must be a date and time with offset and whole seconds, as 2024-11-05T20:00:00Z; correct it
election-bad-period = voting must close after it opens; correct period
election-bad-count = there must be 1 to { $max-text } of { $key }; remove or add some
election-max-of-one-of = a contest of kind "one-of" has max 1; remove max or make the kind "approval"
election-bad-threshold = threshold must be a text as "5%" or "2.5%", at most "100%"; correct it
election-method-without-seats = method "{ $method }" gives seats and there are none; add seats, or remove method
election-seats-without-method = nothing says how the { $seats } seats are given; add method (plurality, hare, dhondt or sainte-lague), or remove seats
election-threshold-without-seats = threshold is for seats and there are none; add seats with method, or remove threshold
election-too-many-seats = { $seats } seats by plurality are more than the options of role "candidate", { $candidates }; correct seats or add options
election-too-many-openings = { $openings } openings are more than there are regions, { $regions }; use at most as many openings as regions
election-no-such-contest = there is no contest { $id }; correct the id or add the contest
election-contest-twice = the contest { $id } is named twice; remove one
election-no-such-region = there is no region { $code }; correct the code or add the region
election-circle = merge_into leads in a circle; let one region of the circle go without it
election-crowd = from here on too many regions merge into { $head }: { $regions }, itself included, and at most { $max } can be opened together; let some merge into another
election-long-totals = with this contest the table of totals may become too long: { $bytes-text } bytes with all contests, and it may have { $max-text }; shorten the ids, or take out options or contests
election-beyond-tokens = tokens cannot keep account of so much: { $leaves-text } contests on the ballots of all regions (at most { $leaves-max-text }), { $sets-text } contests × openings (at most { $sets-max-text }), which take { $bytes-text } bytes (at most { $bytes-max-text }); take fewer contests, openings or regions, or hold several elections
election-long-definition = the definition made of it may have { $bytes-text } bytes, more than { $max-text }; shorten names and ids, or give regions fewer contests
election-bad-quorum = a quorum of { $quorum } of { $officers } officers is not a majority; use from { $least } to { $officers }
election-not-yet-supported = { $key } with this value is not yet supported; remove it to use what it is by default

## The tables of votes

table-both-kinds = there are both votes.csv and totals.csv or turnout.csv; keep one kind
table-no-votes = there are no votes; put votes.csv, or totals.csv and turnout.csv, beside election.toml
table-missing-file = the file is missing; put it beside election.toml
table-too-long = the file is too long to be a table of votes; check that it is the right one
table-not-csv = this is not a CSV table in UTF-8; correct the line
table-ends-early = the file ends early, within a line; copy it again, or end the last line
table-missing-column = the column { $column } is missing; add it to the first line and to every row
table-region-not-first = the first column must be region, then come the ids of the contests; correct the first line
table-no-such-column = the column { $column } is no contest of election.toml, or is there twice; correct its name or remove it
table-other-columns = the columns must be { $columns }; remove the others
table-field-count = the row has { $found-text } fields instead of { $expected-text }; correct it, or copy the file again if it ends here
table-bad-number = { $column } must be a whole number up to 4294967295 without signs or separators, not { $field }; correct it
table-duplicate-row = this row is there twice; remove one
table-no-such-region = there is no region { $region } in election.toml; correct the code
table-no-such-contest = there is no contest { $contest } on the ballots of this region; correct the id
table-no-such-option = the contest { $contest } has no option { $option }; correct the id, and leave out blank votes, which follow from the ballots
table-no-such-mark = the contest { $contest } has no option { $option }; correct the cell: ids joined by |, nothing for a blank vote, - for a contest that is not on the ballot
table-mark-twice = the option { $option } of contest { $contest } is marked twice in one cell; remove one
table-not-on-ballots = the contest { $contest } is not on the ballots of region { $region }; write - there, or correct the region
table-no-contest = no contest is on this ballot; remove the row, or leave a cell empty where the vote is blank
table-missing-region = the file ends without a row for region { $region }; copy it again or add the row
table-missing-votes = the file ends without a row for region { $region }, contest { $contest }, option { $option }; copy it again or add the row
table-other-registered = { $registered-text } registered here, { $defined-text } in election.toml; correct one of them
table-more-ballots-than-registered = { $ballots-text } ballots of region { $region } are more than its { $registered-text } registered people; correct one of them
table-more-ballots-than-region = the contest is on { $ballots-text } ballots, and region { $region } has { $most-text }; correct one of them
table-ballots-without-contest = the contests of region { $region } are on { $sum-text } ballots together, and it has { $ballots-text }, each of which carries a contest; correct the rows of its contests, or its ballots
table-too-many-votes = { $votes-text } votes of contest { $contest } in region { $region } are more than its ballots can carry, { $most-text }; correct the votes or the ballots
table-no-ballot = no ballot of contest { $contest } in any region at scale { $scale }, so there is nothing to open; correct the ballots or lower the scale
table-too-many-registered = { $registered-text } registered people, and a rehearsal makes at most { $max-text } voters; use the scale { $scale-text } or more
table-under-min-open = region { $region } has { $ballots-text } ballots of contest { $contest }, fewer than min_open ({ $min }), and no merge_into that helps; give it a merge_into, or lower min_open or the scale
