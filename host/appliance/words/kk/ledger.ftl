# Журнал жазбалары не айтады: әр түріне бір хабар, қазақша.

ledger-tail = Соңғы жазбалар; уақыты дүниежүзілік
signer-officer = { $officer }-мүше
signer-hsm = HSM { $serial }
hsm-signed = қол қойды
forms-summary = жиынтық
forms-all = барлық нысан
forms-region = { $region } өңірі
resume-as-noted = пломба мен бақылау белгісі жазылғандай
recounted-same = хаттамаға сай
recounted-other = хаттамадан ӨЗГЕШЕ
asked-vote = даулы жазбалар бойынша дауыс беру
ledger-entry-origin = Журнал осы сайлаудың сипаттамасынан басталды.
ledger-entry-keys = Сақтау кілті мен сайлау кілті жасалды.
ledger-entry-roll = Сайлаушылар тізімі енгізілді: { $n-text } жол.
ledger-entry-election = Сайлауға сәйкестендіргіш берілді.
ledger-entry-endorsement = Сайлауды растады: { $who }.
ledger-entry-counts = Сәйкестендіру қызметінің растау сандары енгізілді.
ledger-entry-import = { $bundle }-пакет қабылданды: { $region }, { $collector }, { $n-text } жазба.
ledger-entry-admission = { $opening }-ашып санау, рұқсат: { $n-text } жазба, қызылы { $red-text }, даулысы { $held-text }.
ledger-entry-close = { $opening }-жәшік жабылды: { $officers-n ->
    [one] { $officers }-мүше
   *[other] { $officers }-мүшелер
}; толық емес тізбек { $incomplete-text }.
ledger-entry-unlock = HSM { $hsm }, { $role } рөлі ашылды: { $officers-n ->
    [one] { $officers }-мүше
   *[other] { $officers }-мүшелер
}.
ledger-entry-unseal = { $region } өңірінің мөрі HSM { $hsm } арқылы ашылды.
ledger-entry-verified = { $opening }-ашып санау, дәлелдер тексерілді: { $received-text } жазбадан { $n-text } есепке алынды.
ledger-entry-root = { $opening }-ашып санау, санау түбірі: жапырақ { $leaves-text }, қосынды { $n-text }, ашылмаған топ { $withheld-text }.
ledger-entry-approval = { $opening }-ашып санау: санау түбірін { $checker } бекітті.
ledger-entry-share = { $opening }-ашып санау: қосынды үлестері, { $token }-токеннен.
ledger-entry-refusal = { $token }-токен бас тартты: { $act }.
ledger-entry-result = { $opening }-ашып санау: дауыстар, қорытынды және мандаттар белгілі болды.
ledger-entry-statement = { $opening }-ашып санау: хаттама жасалды.
ledger-entry-signature = { $opening }-ашып санау, хаттама: { $who } { $answer }.
ledger-entry-published = { $opening }-ашып санау: қол қойылған жазба жарияланды.
ledger-entry-clock = Сағатты екі адам қойды: { $first } және { $second } бойынша.
ledger-entry-amendment = Сипаттаманың { $number }-түзетуіне қол қойылды: { $officers-n ->
    [one] { $officers }-мүше
   *[other] { $officers }-мүшелер
}.
ledger-entry-decision = Даулы жазбалар бойынша { $number }-шешім: жақтап { $for }, қарсы { $against }.
decided-about = Себебі: { $what }.
ledger-entry-pause = { $number }-үзіліс: үй-жай пломбаланды, пломба саны { $n }.
ledger-entry-resume = { $number }-үзіліс аяқталды: { $why }.
ledger-entry-recount = { $number }-қайта санау { $outcome }; қол қойған { $officers-n ->
    [one] { $officers }-мүше
   *[other] { $officers }-мүшелер
}.
ledger-entry-end = Сайлау аяқталды: { $officers-n ->
    [one] { $officers }-мүше
   *[other] { $officers }-мүшелер
}.
ledger-entry-revocations = Тіркеушінің қайтарып алулары енгізілді: { $n-text }.
ledger-entry-refused = Файл қайтарылды: { $fault }.
refused-class = { $fault ->
    [other-election] басқа сайлаудікі
    [other-counts] басқа сайлаудікі
    [unknown-region] өңірі сипаттамада жоқ
    [unknown-collector] жинаушысы сипаттамада жоқ
    [not-late-yet] кешіккен, ал жәшік әлі ашық
    [too-late] соңғы жәшік жабылғаннан кейін келген
    [too-many-variants] бір нөмірлі пакет тым көп
    [bad-signature] қолтаңбасы дұрыс емес
    [counts-signature] қолтаңбасы дұрыс емес
    [bad-root] жасалғаннан кейін өзгертілген
    [truncated] ортасынан үзілген
   *[other] бүлінген
}
ledger-entry-fork = ҚОСАРЛАНҒАН: { $region }, { $collector }, екінші { $bundle }-пакет.
ledger-entry-lot = { $contest } бойынша жеребені { $first } және { $second }-мүшелер тастады.
ledger-entry-device-log = HSM { $hsm } журналы оқылды: { $n-text } жол, түсіндірілмегені { $unexplained-text }.
ledger-entry-operations = { $token }-токен { $n-text } операция санады, түсіндірілмегені { $unexplained-text }.
ledger-entry-replacement = { $number }-ауыстыру: { $tokens-n ->
    [one] { $tokens }-токен
   *[other] { $tokens }-токендер
}; шешкен { $officers-n ->
    [one] { $officers }-мүше
   *[other] { $officers }-мүшелер
}.
ledger-entry-ended = { $token }-токен сайлау кілтінің үлесін өшірді.
ledger-entry-copy = Хаттаманың { $number }-данасы ({ $scope }), алушы: { $recipient }.

## What is wrong with a chain of bundles; what tokens count; what is said of seats; what HSMs are needed for
chain-is-open = жабатын пакеті жоқ
chain-is-gap = арасында пакет жетіспейді
chain-is-fork = нөмірі бірдей екі пакет
chain-is-contradiction = пакеттер бір-біріне қайшы
operation-unlock = HSM ашу
operation-open = қосынды ашу
operation-sign = хаттамаға қол қою
operation-close = жәшік жабу
operation-vote = даулы жазба бойынша дауыс
operation-amend = өзгеріс
operation-recount = қайта санау
operation-endorse = сайлауды растау
operation-dkg = қабылданған кілт үлесі
seat-remark-withdrawn = шығып қалған
seat-remark-not-eligible = мандат алмайды
seat-remark-below-threshold = шектен төмен
seat-remark-tie = дауыс тең, мандат бос
seat-remark-lot = жеребемен алды
seat-remark-lot-lost = жеребеде жеңілді
need-seal-signatures = мөрмен қол қою
need-P-384-ECDH = P-384 ECDH
need-ML-KEM-1024 = ML-KEM-1024
need-separate-roles = бөлек рөлдер
need-keys-that-never-leave = кілттер сыртқа шықпайды
need-evidence = дәлелдер
need-audit-log = құрылғы журналы
region-named = { $name } ({ $code })
unused-votes = пайдаланылмаған дауыстар
rehearsal-clock = Жаттығуда сағат сайлаудың өз мерзімімен жүреді: бұл бүгінгі күн емес.
