# The observers' view, in English.

help-watch-all = This view only reads: no key of it begins or changes anything. It follows the election by itself, whoever acts. Tab and the arrow keys go from screen to screen, Home to the overview, L changes the language, R reads everything again, Q leaves.
help-watch-place-overview = Where the election stands, what comes next and who is needed for it.
help-watch-place-regions = Green: everything in order. Blue: not verified in full. Yellow: a conflict, held until officers decide. Red: never counted. Superseded: the voter voted again. Late: after the box was closed.
help-watch-place-results = Up and down show one region after the other, C the next contest, B fills the screen for a projector. The status is on every page.
help-watch-place-verify = What the auditors' program said of the published bytes when they were published. Anybody can run it on a copy of the public record. Up and down go through it.
help-watch-place-ledger = Every act is an entry before it takes effect. Nothing is ever removed. Up and down go through the newest entries. C shows the checkpoint, number and root, as a code for a camera: whoever keeps it sees later that nothing was changed.
watch-welcome = The observers' view. There is no election in this folder yet whose set-up is over; it appears here by itself.
watch-waits = Waiting for an election to be set up.
watch-next = Next: { $act }.
watch-nothing = Everything is published.
watch-about = Observers' view: reads only, and follows by itself.
elsewhere = At work now: { $step }
elsewhere-about = Another tamga is at work here; this screen follows it.
rehearsed = The rehearsal is over and verified. Tab looks around, Q leaves.
