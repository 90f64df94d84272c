# election.toml мен жанындағы дауыстар кестелерінде не қате болуы мүмкін, қазақша.

input-fault = { $file }: { $problem }
input-fault-at = { $file }, { $line }-жол: { $problem }

## election.toml

election-too-long = файл сайлау сипаттамасы үшін тым ұзын; дұрыс файл екенін тексеріңіз
election-syntax = бұл TOML емес ({ $reason }); жолды түзетіңіз
election-unknown-key = { $key } кілті мұнда белгісіз; алып тастаңыз не жазылуын түзетіңіз
election-missing-key = { $key } кілті жоқ; қосыңыз
election-wrong-type = { $key } мәнінің түрі басқа; түзетіңіз
election-bad-format = format "tamga/election/v1" болуы керек; осы пішімдегі файлды алыңыз
election-bad-number = { $key } { $min-text } пен { $max-text } арасындағы бүтін сан болуы керек; түзетіңіз
election-bad-word = { $key } мыналардың бірі болуы керек: { $words }; біреуін таңдаңыз
election-bad-id = { $id } сәйкестендіргіші 1–48 таңбадан тұруы керек: a-z, 0-9 және -; басқасын таңдаңыз
election-reserved-id = { $id } сәйкестендіргішін бағдарлама пайдаланады; басқасын таңдаңыз
election-duplicate-id = { $id } сәйкестендіргіші екі рет тұр; бірін ауыстырыңыз
election-no-default-language = { $key } ішінде негізгі тілдегі ({ $language }) мәтін жоқ; қосыңыз
election-bad-text = { $key } 1–256 байт болуы, басқару таңбалары мен шеткі бос орындары болмауы керек; түзетіңіз
election-bad-time = { $key } ығысуы бар күн мен уақыт болуы керек, бүтін секундпен, 2024-11-05T20:00:00Z сияқты; түзетіңіз
election-bad-period = дауыс беру ашылғаннан кейін жабылуы керек; period түзетіңіз
election-bad-count = { $key } саны 1 мен { $max-text } арасында болуы керек; алып тастаңыз не қосыңыз
election-max-of-one-of = "one-of" түріндегі сұрақтың max мәні 1; max алып тастаңыз не түрін "approval" етіңіз
election-bad-threshold = threshold "5%" не "2.5%" түріндегі мәтін болуы керек, ең көбі "100%"; түзетіңіз
election-method-without-seats = method "{ $method }" мандат бөледі, ал мандат жоқ; seats қосыңыз не method алып тастаңыз
election-seats-without-method = { $seats } мандат қалай бөлінетіні айтылмаған; method қосыңыз (plurality, hare, dhondt не sainte-lague) не seats алып тастаңыз
election-threshold-without-seats = threshold мандатқа керек, ал мандат жоқ; seats пен method қосыңыз не threshold алып тастаңыз
election-too-many-seats = көпшілік бойынша мандат { $seats }, ал "candidate" рөліндегі нұсқа { $candidates }; seats түзетіңіз не нұсқа қосыңыз
election-too-many-openings = ашып санау { $openings }, ал өңір { $regions }; ашып санау өңірден көп болмайды
election-no-such-contest = { $id } сұрағы жоқ; сәйкестендіргішін түзетіңіз не сұрақты қосыңыз
election-contest-twice = { $id } сұрағы екі рет аталған; бірін алып тастаңыз
election-no-such-region = { $code } өңірі жоқ; кодын түзетіңіз не өңірді қосыңыз
election-circle = merge_into шеңбер бойымен апарады; шеңбердегі бір өңірден алып тастаңыз
election-crowd = осы жолдан бастап { $head } өңіріне тым көп өңір қосылады: өзімен бірге { $regions }, ал бірге ең көбі { $max } ашылады; бір бөлігін басқасына бағыттаңыз
election-long-totals = бұл сұрақпен қорытынды кестесі тым ұзарып кетуі мүмкін: барлық сұрақпен { $bytes-text } байт, шегі { $max-text }; сәйкестендіргіштерді қысқартыңыз не нұсқа не сұрақ алып тастаңыз
election-beyond-tokens = токендерге мұнша сыймайды: барлық өңір бюллетеньдеріндегі сұрақ { $leaves-text } (ең көбі { $leaves-max-text }), сұрақ × ашып санау { $sets-text } (ең көбі { $sets-max-text }), оларға { $bytes-text } байт (ең көбі { $bytes-max-text }); сұрақ, ашып санау не өңірді азайтыңыз не бірнеше сайлау өткізіңіз
election-long-definition = бұл файлдан сипаттама { $bytes-text } байт болуы мүмкін, шегі { $max-text }; атаулар мен сәйкестендіргіштерді қысқартыңыз не өңірлерге аз сұрақ беріңіз
election-bad-quorum = { $officers } мүшеден { $quorum } кворумы көпшілік емес; { $least } мен { $officers } арасында көрсетіңіз
election-not-yet-supported = { $key } бұл мәнмен әзірге қолданылмайды; алып тастаңыз, әдепкі мәні алынады

## The tables of votes

table-both-kinds = votes.csv те, totals.csv не turnout.csv те бар; біреуін қалдырыңыз
table-no-votes = дауыстар жоқ; election.toml жанына votes.csv не totals.csv мен turnout.csv салыңыз
table-missing-file = файл жоқ; election.toml жанына салыңыз
table-too-long = файл дауыстар кестесі үшін тым ұзын; дұрыс файл екенін тексеріңіз
table-not-csv = бұл UTF-8 CSV кестесі емес; жолды түзетіңіз
table-ends-early = файл жол ортасында үзіледі; қайта көшіріңіз не соңғы жолды аяқтаңыз
table-missing-column = { $column } бағаны жоқ; бірінші жолға және барлық жолға қосыңыз
table-region-not-first = бірінші баған region, содан кейін сұрақтардың сәйкестендіргіштері болуы керек; бірінші жолды түзетіңіз
table-no-such-column = { $column } бағаны election.toml сұрағы емес не екі рет тұр; атауын түзетіңіз не алып тастаңыз
table-other-columns = бағандар { $columns } болуы керек; басқаларын алып тастаңыз
table-field-count = жолда { $expected-text } орнына { $found-text } өріс; түзетіңіз не файл осы жерде бітсе, қайта көшіріңіз
table-bad-number = { $column } 4294967295-тен аспайтын, белгісіз, бөлгішсіз бүтін сан болуы керек, { $field } емес; түзетіңіз
table-duplicate-row = бұл жол екі рет тұр; бірін алып тастаңыз
table-no-such-region = election.toml ішінде { $region } өңірі жоқ; кодын түзетіңіз
table-no-such-contest = бұл өңірдің бюллетеньдерінде { $contest } сұрағы жоқ; сәйкестендіргішін түзетіңіз
table-no-such-option = { $contest } сұрағында { $option } нұсқасы жоқ; сәйкестендіргішін түзетіңіз, бос бюллетеньдерді көрсетпеңіз: олар бюллетень санынан шығады
table-no-such-mark = { $contest } сұрағында { $option } нұсқасы жоқ; ұяшықты түзетіңіз: сәйкестендіргіштер | арқылы, белгісіз бюллетеньге бос, бюллетеньде жоқ сұраққа -
table-mark-twice = { $contest } сұрағының { $option } нұсқасы бір ұяшықта екі рет белгіленген; бірін алып тастаңыз
table-not-on-ballots = { $contest } сұрағы { $region } өңірінің бюллетеньдерінде жоқ; оған - қойыңыз не өңірді түзетіңіз
table-no-contest = бұл бюллетеньде бірде-бір сұрақ жоқ; жолды алып тастаңыз не белгі қойылмаған ұяшықты бос қалдырыңыз
table-missing-region = файл { $region } өңірінің жолынсыз бітеді; қайта көшіріңіз не жолды қосыңыз
table-missing-votes = файл мына жолсыз бітеді: өңір { $region }, сұрақ { $contest }, нұсқа { $option }; қайта көшіріңіз не жолды қосыңыз
table-other-registered = сайлаушы мұнда { $registered-text }, election.toml ішінде { $defined-text }; бірін түзетіңіз
table-more-ballots-than-registered = { $region } өңірінің бюллетені { $ballots-text }, ал сайлаушысы { $registered-text }; бірін түзетіңіз
table-more-ballots-than-region = сұрақ { $ballots-text } бюллетеньде, ал { $region } өңірінде олар { $most-text }; бірін түзетіңіз
table-ballots-without-contest = { $region } өңірінің сұрақтары бірге { $sum-text } бюллетеньде, ал олар { $ballots-text }, әрқайсысында сұрақ бар; сұрақ жолдарын не бюллетень санын түзетіңіз
table-too-many-votes = { $region } өңірінде { $contest } бойынша { $votes-text } дауыс, ал бюллетеньдерге { $most-text } сыяды; дауыстарды не бюллетеньдерді түзетіңіз
table-no-ballot = { $scale } масштабында ешбір өңірде { $contest } сұрағы бар бюллетень жоқ, ашатын ештеңе жоқ; бюллетеньдерді түзетіңіз не масштабты азайтыңыз
table-too-many-registered = сайлаушы { $registered-text }, ал жаттығу ең көбі { $max-text } жасайды; масштабты { $scale-text } не одан көп алыңыз
table-under-min-open = { $region } өңірінде { $contest } сұрағы бар бюллетень { $ballots-text }, min_open ({ $min }) санынан аз, merge_into көмектеспейді; merge_into көрсетіңіз не min_open не масштабты азайтыңыз
