# The officers and their tokens, in English.

answered = Answered
token-away = not there
token-pulled = pulled out: plug it in again
token-there = there
token-answered = has answered
token-said-no = said no
token-wrong-pins = { $n ->
    [one] wrong PIN, { $n-text } try left, next in { $wait-text } s
   *[other] wrong PIN, { $n-text } tries left, next in { $wait-text } s
}
token-out = out of use: see System
officer-asked = is asked { $what }
ask-new-pin = to choose a PIN
ask-pin = to type the PIN
ask-definition = to agree to the definition
ask-keep = to keep a share of the key
ask-endorse = to endorse the election
ask-unlock = to unlock an HSM
ask-close = to close the box
ask-amendment = to agree to the amendment
ask-for = to vote for counting
ask-against = to vote against counting
ask-recount = to sign the recount
ask-end = to end the election
ask-replacement = to agree to the replacement
ask-open = to open the sums
ask-statement = to answer the statement
ask-erase = to erase the key share
ask-else = to answer on the token
prompt-needed = { $n ->
    [one] Plug in the token of officer { $officers }: { $n-text } more is needed.
   *[other] Plug in the tokens of officers { $officers }: { $n-text } more are needed.
}
prompt-insert = Plug in the token of officer { $officers } again.
prompt-waits = It waits { $time } still.
prompt-without = After { $time } it goes on without.
prompt-new = { $n ->
    [one] Plug in { $n-text } new token, prepared with tamga token init.
   *[other] Plug in { $n-text } new tokens, prepared with tamga token init.
}
prompt-asked = Officer { $officers }: asked on the token { $what }.
compare-token = The token shows the same control number; if it does not, say no.
compare-played = Number of this act. The tokens are played here: nothing to compare.
tokens-played = The tokens of this rehearsal are played by this machine: nobody has to plug in, type or compare.
