# Қағазда не тұрады: қол қойылатын хаттама, қазақша.

## The head

paper-title = ДАУЫС БЕРУ НӘТИЖЕЛЕРІ ТУРАЛЫ ХАТТАМА
paper-summary = Барлық өңір бойынша жиынтық хаттама
paper-region = Өңір: { $name } ({ $code })
paper-commission-hint = (сайлау комиссиясының атауы)
paper-period = Дауыс беру: { $opens } – { $closes }
paper-status = Мәртебесі: { $status }
paper-copy = № { $n-text } дана
paper-recipient = Кімге берілді: { $recipient }
paper-issued = Жасалған уақыты: { $time }, журналға жазылды
paper-foot-copy = № { $n-text } дана · { $pages } беттің { $page }-беті
paper-foot-number = Бақылау саны { $number }

## Tables

paper-column-number = №
paper-column-what = Көрсеткіш
paper-column-option = Кандидат немесе жауап нұсқасы
paper-column-figures = Санмен
paper-column-words = Жазумен
paper-column-seats = Мандат
paper-turnout = Дауыс беру туралы мәліметтер
paper-registered = Тізімге енгізілген сайлаушылар саны
paper-received = Қабылданған жазбалар (мөрленген бюллетеньдер) саны
paper-counted = Есепке алынған бюллетеньдер саны
paper-green = Қабылданғандардан: ескертпесіз (жасыл)
paper-blue = Қабылданғандардан: толық тексерілмеген (көк)
paper-yellow = Қабылданғандардан: даулы, комиссия шешкен (сары)
paper-red = Қабылданғандардан: жарамсыз (қызыл)
paper-superseded = Қабылданғандардан: сайлаушының қайта берген дауысымен ауыстырылған
paper-late = Қабылданғандардан: жабылғаннан кейін келген (кешіккен)
paper-contest = { $n-text }. { $title }
paper-unused = Пайдаланылмаған дауыстар
paper-not-apart = Бұл сұрақ бойынша бөлек сандар жоқ: ескертпелерді қараңыз.
paper-not-yet = Бұл өңірдің бюллетеньдері әлі саналған жоқ: сандар жоқ.

## Notes

paper-notes = Ескертпелер
paper-into = «{ $contest }», { $opening }-ашу: есепке алынғаны { $min } бюллетеньнен аз, сондықтан дауыс беру құпиялығы үшін өңірдің дауыстары { $head } өңірінің дауыстарымен бірге саналды және соның хаттамасында тұр.
paper-with = «{ $contest }», { $opening }-ашу: бұл сандарға есепке алынғаны { $min } бюллетеньнен аз мына өңірлердің дауыстары да кіреді: { $regions }.
paper-withheld = «{ $contest }», { $opening }-ашу: есепке алынғаны { $min } бюллетеньнен аз, сондықтан дауыс беру құпиялығы үшін өңірдің дауыстары ашылған жоқ.
paper-of-region = { $region }: { $note }
paper-seat-tie = «{ $contest }», { $option }: дауыс саны тең, мандат бөлінген жоқ.
paper-seat-lot = «{ $contest }», { $option }: мандат жеребе бойынша берілді.
paper-seat-lot-lost = «{ $contest }», { $option }: жеребе бойынша мандат берілген жоқ.
paper-seat-withdrawn = «{ $contest }», { $option }: алып тасталған.
paper-seat-below-threshold = «{ $contest }», { $option }: шектен төмен.

## Signatures

paper-signed = Токенде қол қойған комиссия мүшелерінің №: { $officers }
paper-dissented = Ерекше пікірмен қол қойған комиссия мүшелерінің №: { $officers }
paper-silent = Қол қоймаған комиссия мүшелерінің №: { $officers }
paper-chair = Сайлау комиссиясының төрағасы
paper-deputy = Төрағаның орынбасары
paper-secretary = Комиссия хатшысы
paper-member = Комиссия мүшесі
paper-signature-hint = (қолы)
paper-name-hint = (тегі, аты-жөнінің бас әріптері)
paper-seal = М. О.
paper-time = Хаттамаға қол қойылды: 20____ жылғы «____» ______________ сағат _____ минут _____
paper-digest = Қол қойылған хаттаманың дайджесі (SHA3-256), QR-кодта да сол:
paper-control = Бақылау саны, токендердегідей:
paper-figures = Сандар қол қойылған хаттамада аталған жазба файлдарынан қайта есептелмей алынды.

## What stops a copy

copy-recipient = дананы алушы қарапайым мәтінмен көрсетілмеген немесе хаттама қарпінде жоқ әріптермен жазылған
    .advice = --copy-for: қазақ, орыс немесе латын әріптерімен 1-ден 256 байтқа дейін. Дана жасалған жоқ.
copy-no-region = бұл сайлауда «{ $region }» өңірі жоқ
    .advice = Оның кодын сипаттамадағыдай көрсетіңіз. Дана жасалған жоқ.
copy-not-signed = дана жасалатын хаттамаға кворум қол қойған жоқ
    .advice = Алдымен tamga sign орындаңыз; әрі қарай не болатынын tamga status айтады. Дана жасалған жоқ.
copy-not-the-signed = мұндағы жазба комиссия мүшелері қол қойған жазба емес: файл өзгертілген немесе жоқ
    .advice = tamga export орындаңыз, ол оны қайта жариялайды, немесе record қалтасын көшірмеден қалпына келтіріңіз. Дана жасалған жоқ.
copy-unknown = журналда № { $copy } дана жоқ
    .advice = Жаңасын tamga protocol --copy-for жасайды. Ештеңе жазылған жоқ.
copy-replaced = № { $copy } дана кейінгі хаттамамен ауыстырылған хаттамадан алынған
    .advice = Оның сандары сол хаттамамен бірге жарияланған басылымда. Ештеңе жазылған жоқ.
copy-other-version = № { $copy } дана бағдарламаның басқа нұсқасында жасалған, онда нысан басқаша көрінеді
    .advice = Файлын сол нұсқамен жазыңыз немесе жаңа дана жасаңыз. Ештеңе жазылған жоқ.

## What is said of a copy

at-protocol = хаттама
copy-made = № { $copy } дана, алушы «{ $recipient }»: { $path }
copy-entered = SHA3-256 { $digest }, журналға жазылды; келесі tamga export кезінде жарияланады
copy-again = № { $copy } дана қайтадан, байттары сол: { $path }
copy-letters = хаттама қарпінде жоқ әріптер □ болып басылды: { $letters }
