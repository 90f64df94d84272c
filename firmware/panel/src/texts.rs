//! The catalogue: every text on the display, in Kazakh, Russian and English. `{0}` and on stand for what is filled in, `\n`
//! ends a line; other lines break where they must. No word is wider than the display.

use alloc::string::String;

use crate::language::Language;

macro_rules! catalogue {
    ($($name:ident: $kazakh:literal, $russian:literal, $english:literal;)*) => {
        /// An entry of the catalogue.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Text { $($name),* }

        impl Text {
            /// Every entry.
            #[cfg(test)]
            pub(crate) const ALL: &[Self] = &[$(Self::$name),*];

            /// The text, with its places to fill.
            pub(crate) fn template(self, language: Language) -> &'static str {
                let (kazakh, russian, english) = match self { $(Self::$name => ($kazakh, $russian, $english)),* };
                match language {
                    Language::Kazakh => kazakh,
                    Language::Russian => russian,
                    Language::English => english,
                }
            }
        }
    };
}

catalogue! {
    // The word in the header: of a rehearsal always the first.
    Rehearsal: "ЖАТТЫҒУ", "РЕПЕТИЦИЯ", "REHEARSAL";
    TopicIdle: "TAMGA", "TAMGA", "TAMGA";
    TopicEnrol: "ТІРКЕУ", "РЕГИСТРАЦИЯ", "ENROL";
    TopicKeep: "КІЛТ", "КЛЮЧ", "KEY";
    TopicEndorse: "РАСТАУ", "ЗАВЕРЕНИЕ", "ENDORSE";
    TopicUnlock: "ҚҰЛЫП АШУ", "ДОСТУП К HSM", "UNLOCK";
    TopicClose: "ЖАБУ", "ЗАКРЫТИЕ", "CLOSE";
    TopicAmendment: "ТҮЗЕТУ", "ПОПРАВКА", "AMENDMENT";
    TopicVote: "ДАУЫС", "ГОЛОС", "VOTE";
    TopicRecount: "ҚАЙТА САНАУ", "ПЕРЕСЧЁТ", "RECOUNT";
    TopicEnd: "АЯҚТАУ", "ЗАВЕРШЕНИЕ", "END";
    TopicReplacement: "АЛМАСТЫРУ", "ЗАМЕНА", "REPLACE";
    TopicPause: "ҮЗІЛІС", "ПЕРЕРЫВ", "PAUSE";
    TopicResume: "ЖАЛҒАСТЫРУ", "ПРОДОЛЖЕНИЕ", "RESUME";
    TopicName: "АТЫ", "ИМЯ", "NAME";
    TopicErase: "ЖОЮ", "СТИРАНИЕ", "ERASE";
    TopicOpen: "АШЫП САНАУ", "РАСКРЫТИЕ", "OPEN";
    TopicTotals: "ҚОРЫТЫНДЫ", "ИТОГИ", "TOTALS";
    TopicStatement: "ХАТТАМА", "ПРОТОКОЛ", "STATEMENT";
    TopicPin: "PIN", "PIN", "PIN";
    TopicWait: "КҮТІҢІЗ", "ЖДИТЕ", "WAIT";
    TopicWiped: "ЖОЙЫЛДЫ", "СТЁРТО", "ERASED";
    TopicCheck: "ТЕКСЕРУ", "ПРОВЕРКА", "CHECK";

    // In several questions.
    Election: "Сайлау:\n{0}", "Выборы:\n{0}", "Election:\n{0}";
    ControlNumber: "Бақылау саны", "Контр. число", "Control number";
    Received: "Келіп түскені:\n{0}", "Поступило:\n{0}", "Received:\n{0}";
    Counted: "Есепке алынғаны:\n{0}", "Зачтено:\n{0}", "Counted:\n{0}";
    Regions: "Өңірлер саны:\n{0}", "Регионов:\n{0}", "Regions:\n{0}";
    Region: "Өңір нөмірі:\n{0}", "Номер региона:\n{0}", "Region no.:\n{0}";
    Opening: "Ашып санау №:\n{0}", "Номер раскрытия:\n{0}", "Opening:\n{0}";
    AnswerYesNo: "✓ ұстау: иә\n✗ ұстау: жоқ\n▲ артқа", "✓ держать: да\n✗ держать: нет\n▲ назад",
        "Hold ✓: yes\nHold ✗: no\n▲ back";

    // Set-up.
    EnrolAsk: "Токенді осы\nсайлауға\nтіркейсіз бе?", "Зарегистрировать\nтокен для этих\nвыборов?", "Take part in\nthis election?";
    EnrolFigures: "Токен {0}/{1}\nкворум {2}", "Токен {0} из {1}\nкворум {2}", "Token {0} of {1}\nquorum {2}";
    EnrolCheckers: "Тексерушілер:\n{0}/{1} қол қояды", "Подтверждают\n{0} из {1}\nпроверяющих",
        "{0} of {1}\ncheckers have\nto approve";
    MinOpen: "Топта кемінде:\n{0}", "Группа не менее:\n{0}", "Group at least:\n{0}";
    KeepCustody: "Сақтау кілтінің\nүлесін\nқабылдайсыз ба?", "Сохранить долю\nключа хранения?",
        "Keep the share\nof the custody\nkey?";
    KeepElection: "Сайлау кілтінің\nүлесін\nқабылдайсыз ба?", "Сохранить долю\nключа выборов?",
        "Keep the share\nof the election\nkey?";
    KeepReshared: "Екі кілттің жаңа\nүлестерін\nқабылдайсыз ба?", "Сохранить новые\nдоли обоих\nключей?",
        "Keep the new\nshares of both\nkeys?";
    EnrolReplaces: "{0}-токеннің\nорнына,\n{1}-алмастыру", "Вместо токена\n№ {0},\nзамена № {1}", "Replaces token\n{0}, no. {1}";
    EndorseAsk: "Осы сайлаудың\nкілттерін\nрастайсыз ба?", "Заверить ключи\nэтих выборов?",
        "Endorse the keys\nof this\nelection?";

    // Unlock.
    UnlockTally: "HSM {0} құлпын\nсанау үшін\nАШАСЫЗ БА?", "РАЗБЛОКИРОВАТЬ\nHSM {0} для\nподсчёта?",
        "UNLOCK HSM {0}\nfor the tally?";
    UnlockEscrow: "HSM {0} құлпын\nэскроу үшін\nАШАСЫЗ БА?", "РАЗБЛОКИРОВАТЬ\nHSM {0} для\nэскроу?",
        "UNLOCK HSM {0}\nfor the escrow?";
    UnlockAdmin: "HSM {0} құлпын\nбасқару үшін\nАШАСЫЗ БА?", "РАЗБЛОКИРОВАТЬ\nHSM {0} для\nуправления?",
        "UNLOCK HSM {0}\nto administer?";
    SerialNumber: "Сериялық нөмірі:\n{0}", "Серийный номер:\n{0}", "Serial number:\n{0}";
    PinGeneration: "PIN буыны:\n{0}", "Поколение PIN:\n{0}", "PIN generation:\n{0}";

    // Acts.
    CloseAsk: "{0}-ашып санау\nбойынша жәшікті\nЖАБАСЫЗ БА?", "ЗАКРЫТЬ ЯЩИК\nдля раскрытия\n№ {0}?", "CLOSE THE BOX\nof opening {0}?";
    IncompleteChains: "Толымсыз тізбек:\n{0}", "Неполных цепей:\n{0}", "Incompl. chains:\n{0}";
    Replaces: "Бұрын жапқан\nжәшігіңізді\nАЛМАСТЫРАДЫ", "ЗАМЕНЯЕТ ящик,\nзакрытый вами\nранее",
        "REPLACES the box\nthat you closed\nbefore";
    AmendmentAsk: "ТҮЗЕТУГЕ қол\nқоясыз ба?", "Подписать\nПОПРАВКУ?", "Sign this\nAMENDMENT?";
    AmendmentNumber: "Түзету нөмірі:\n{0}", "Номер поправки:\n{0}", "Amendment no.:\n{0}";
    ClosesAt: "Жабылу уақыты:\n{0}", "Закрытие:\n{0}", "Closes at:\n{0}";
    Contest: "Бөлім нөмірі:\n{0}", "Номер раздела:\n{0}", "Contest no.:\n{0}";
    WithdrawOption: "Алып тасталатын\nнұсқа: № {0}", "Снимается\nвариант № {0}", "Withdrawn:\noption {0}";
    VoteForAsk: "Есепке алуды\nЖАҚТАП дауыс\nбересіз бе?", "Голосовать ЗА\nзачёт записей?",
        "VOTE FOR\ncounting the\nrecords?";
    VoteAgainstAsk: "Есепке алуға\nҚАРСЫ дауыс\nбересіз бе?", "Голосовать\nПРОТИВ зачёта\nзаписей?",
        "VOTE AGAINST\ncounting the\nrecords?";
    DecisionNumber: "Шешім нөмірі:\n{0}", "Номер решения:\n{0}", "Decision no.:\n{0}";
    OneRecord: "Бір жазба:\n{0}", "Одна запись:\n{0}", "One record:\n{0}";
    Reason: "Себеп коды:\n{0}", "Код причины:\n{0}", "Reason code:\n{0}";
    RegionAll: "Өңір:\nбарлығы", "Регион:\nвсе", "Region:\nall";
    Records: "Жазбалар саны:\n{0}", "Записей:\n{0}", "Records:\n{0}";
    RecountAsk: "{0}-ашып санауды\nҚАЙТА САНАУҒА\nқол қоясыз ба?", "Подписать\nПЕРЕСЧЁТ\nраскрытия № {0}?",
        "Sign the RECOUNT\nof opening {0}?";
    RecountAgrees: "Хаттамаға\nСӘЙКЕС", "СОВПАДАЕТ\nс протоколом", "AGREES with\nthe statement";
    RecountDiffers: "Хаттамадан\nӨЗГЕШЕ", "РАСХОДИТСЯ\nс протоколом", "DIFFERS from\nthe statement";
    EndAsk: "САЙЛАУДЫ\nАЯҚТАЙСЫЗ БА?", "ЗАВЕРШИТЬ\nВЫБОРЫ?", "END the\nelection?";
    EndErases: "Токендер\nүлестерін\nжояды", "Токены сотрут\nсвои доли", "The tokens erase\ntheir shares";
    ReplaceAsk: "Жоғалған токенді\nАЛМАСТЫРАСЫЗ БА?", "ЗАМЕНИТЬ\nутерянные\nтокены?", "REPLACE the lost\ntokens?";
    ReplacementNumber: "Алмастыру №:\n{0}", "Номер замены:\n{0}", "Replacement no.:\n{0}";
    LostTokens: "Жоғалғандары:\n{0}", "Утеряны:\n{0}", "Lost tokens:\n{0}";
    PauseAsk: "ҮЗІЛІС\nжариялайсыз ба?", "Объявить\nПЕРЕРЫВ?", "PAUSE the\nelection?";
    ResumeAsk: "Үзілістен кейін\nЖАЛҒАССЫН БА?", "ПРОДОЛЖИТЬ\nпосле перерыва?", "RESUME after\nthe pause?";
    PauseNumber: "Үзіліс нөмірі:\n{0}", "Номер перерыва:\n{0}", "Pause no.:\n{0}";
    Seals: "Пломба саны:\n{0}", "Пломб:\n{0}", "Seals:\n{0}";
    LedgerEntries: "Журнал жазбасы:\n{0}", "Записей журнала:\n{0}", "Ledger entries:\n{0}";
    AsNoted: "Пломба мен нөмір\nЖАЗЫЛҒАНДАЙ", "Пломбы и номер\nКАК ЗАПИСАНО", "Seals and number\nAS NOTED";
    NotAsNoted: "Жазылғаннан\nӨЗГЕШЕ", "НЕ ТАК, как\nбыло записано", "NOT as they\nwere noted";
    Openings: "Ашып санаулар:\n{0}", "Раскрытий:\n{0}", "Openings:\n{0}";
    Tokens: "Токендер саны:\n{0}", "Токенов:\n{0}", "Tokens:\n{0}";

    // Opening.
    OpenAsk: "{0}-ашып санау:\nқорытындыны\nАШАСЫЗ БА?", "РАСКРЫТЬ ИТОГИ,\nраскрытие № {0}?", "OPEN THE SUMS,\nopening {0}?";
    Ballots: "Бюллетень саны:\n{0}", "Бюллетеней:\n{0}", "Ballots:\n{0}";
    OpeningProgress: "Ашылуда:\n{0} /\n{1}", "Вскрывается:\n{0}\nиз {1}", "Opening:\n{0}\nof {1}";

    // Statement.
    TotalsBegin: "Қорытынды:\nжолма-жол\nсалыстырыңыз", "Итоги: сверьте\nстроку\nза строкой",
        "Totals: compare\nrow by row";
    StatementAsk: "ХАТТАМАҒА қол\nқоясыз ба?", "Подписать\nПРОТОКОЛ?", "SIGN the\nstatement?";
    StatusPartial: "Мәртебесі:\nішінара", "Статус:\nчастичный", "Status:\npartial";
    StatusComplete: "Мәртебесі:\nтолық", "Статус:\nполный", "Status:\ncomplete";
    StatusOther: "Мәртебесі:\n{0}", "Статус:\n{0}", "Status:\n{0}";
    Registered: "Тізімде:\n{0}", "В списках:\n{0}", "Registered:\n{0}";
    Green: "Жасыл:\n{0}", "Зелёных:\n{0}", "Green:\n{0}";
    Blue: "Көк:\n{0}", "Синих:\n{0}", "Blue:\n{0}";
    Yellow: "Сары:\n{0}", "Жёлтых:\n{0}", "Yellow:\n{0}";
    Red: "Қызыл:\n{0}", "Красных:\n{0}", "Red:\n{0}";
    Superseded: "Ауыстырылған:\n{0}", "Заменённых:\n{0}", "Superseded:\n{0}";
    Late: "Кешіккен:\n{0}", "Опоздавших:\n{0}", "Late:\n{0}";
    GroupsOpened: "Ашылған топ:\n{0}", "Раскрыто групп:\n{0}", "Groups opened:\n{0}";
    GroupsWithheld: "Ашылмаған топ:\n{0}", "Не раскрыто:\n{0}", "Groups withheld:\n{0}";
    HowToAnswer: "Жауап беру үшін\nпернені {0} с\nбасып тұрыңыз", "Для ответа\nдержите клавишу\n{0} с",
        "To answer hold\na key for\n{0} s";
    AnswerStatement: "✓ қол қою\n▼ ерекше пікір\n✗ бас тарту", "✓ подписать\n▼ особое мнение\n✗ отказаться",
        "✓ sign\n▼ dissent\n✗ refuse";

    // PIN.
    PinChoose: "Жаңа PIN қойыңыз\n6-12 цифр", "Придумайте PIN:\n6-12 цифр", "Choose a PIN:\n6 to 12 digits";
    PinWeak: "123456, 111111\nсияқты болмасын", "Не 123456,\nне 111111", "Not 123456,\nnot 111111";
    PinHelp: "▲▼ цифр таңдау\n✓ алу  ✗ өшіру\n✓ ұстау: дайын", "▲▼ выбор цифры\n✓ взять ✗ убрать\n✓ держ.: готово",
        "▲▼ choose digit\n✓ take  ✗ erase\nHold ✓: done";
    PinLogIn: "PIN теріп кіру", "Вход по PIN", "Log in by PIN";
    LabelIs: "Аты:\n{0}", "Имя:\n{0}", "Name:\n{0}";
    PurposesAre: "Не үшін:\n{0}", "Для чего:\n{0}", "For:\n{0}";
    PurposeSetUp: "баптау", "настройка", "set-up";
    PurposeUnlock: "құлып ашу", "доступ к HSM", "unlock";
    PurposeAct: "шешімдер", "решения", "acts";
    PurposeOpen: "қорытынды ашу", "раскрытие итогов", "open the sums";
    PurposeSign: "қол қою", "подпись", "sign";
    PurposeUpkeep: "қызмет көрсету", "обслуживание", "upkeep";
    TriesLeft: "Қалған әрекет\nсаны: {0}", "Осталось\nпопыток: {0}", "Tries left:\n{0}";
    LastTries: "0 болса, токен\nдерегі жойылады", "При 0 токен\nсотрёт данные", "At 0 the token\nerases itself";
    PinNew: "Жаңа PIN:", "Новый PIN:", "New PIN:";
    PinRepeat: "PIN қайталаңыз:", "Повторите PIN:", "Repeat the PIN:";
    PinType: "PIN теріңіз:", "Введите PIN:", "Type the PIN:";
    HintTake: "▲▼ цифр, ✓ алу", "▲▼ цифра, ✓ ввод", "▲▼ digit, ✓ take";
    HintDone: "✓ ұстау: дайын", "✓ держ.: готово", "Hold ✓: done";

    // Without a question.
    Noted: "Жауап жазылды:\n{0}", "Ответ принят:\n{0}", "Answer taken:\n{0}";
    Yes: "иә", "да", "yes";
    Dissent: "ерекше пікір", "особое мнение", "dissent";
    No: "жоқ", "нет", "no";
    PinTaken: "PIN тексерілуде", "Проверка PIN", "Checking PIN";
    Wiped: "ДЕРЕК ЖОЙЫЛДЫ:\nқате PIN тым көп", "СТЁРТО: слишком\nмного неверных\nPIN", "ERASED: too many\nwrong PINs";
    WaitSeconds: "Қате PIN: енді\n{0} с күтіңіз", "Неверный PIN:\nждите {0} с", "Wrong PIN:\nwait {0} s";

    // The token's life.
    EraseShareAsk: "Сайлау кілтінің\nүлесін\nЖОЯСЫЗ БА?", "СТЕРЕТЬ долю\nключа выборов?",
        "ERASE the share\nof the election\nkey?";
    LabelAsk: "Токенге осы атты\nбересіз бе?", "Назвать токен\nэтим именем?", "Give the token\nthis name?";
    LabelNoneAsk: "Токеннің атын\nалып тастайсыз\nба?", "Убрать имя\nтокена?", "Take away the\ntoken's name?";
    EraseAsk: "Токендегі барлық\nдеректі\nЖОЯСЫЗ БА?", "СТЕРЕТЬ ВСЁ\nна этом токене?", "ERASE all that\nis in this\ntoken?";
    RetireToo: "Содан соң токен\nбіржола есептен\nшығарылады", "После этого\nтокен списан\nнавсегда",
        "After that it is\nout of service\nfor good";
    Erased: "Бәрі жойылды", "Всё стёрто", "All is erased";
    ErasedRetired: "Бәрі жойылды,\nтокен есептен\nшығарылды", "Всё стёрто,\nтокен списан", "All is erased,\ntoken retired";

    // Checks.
    CheckScreen: "Экран сынағы:\nтолық ақ, сосын\nтолық қара", "Проверка экрана:\nвсё белое, потом\nвсё чёрное",
        "Screen test: all\nwhite, then all\nblack";
    CheckScreenAsk: "Экран дұрыс па?", "Экран исправен?", "Is the screen\nall right?";
    CheckKey: "Басыңыз: {0}", "Нажмите: {0}", "Press {0}";
    CheckRandomness: "Тексерілуде:\nкездейсоқ сандар", "Проверка:\nслучайные числа", "Checking:\nrandom numbers";
    CheckFlash: "Тексерілуде:\nжад", "Проверка:\nпамять", "Checking:\nflash memory";

    // Idle.
    BoardIs: "Тақта:\n{0}", "Плата:\n{0}", "Board:\n{0}";
    NotEnrolled: "Сайлауға\nтіркелмеген", "Для выборов не\nзарегистрирован", "In no election";
    Retired: "Токен есептен\nшығарылған", "Токен списан", "Token is out\nof service";
    LanguageIs: "Қазақша\n▲ ұстау:\nбасқа тіл", "Русский\n▲ держать:\nдругой язык",
        "English\nHold ▲: another\nlanguage";
    HoldTimeIs: "Ұстау: {0} с\n▼ ұстау:\nөзгерту", "Удержание {0} с\n▼ держать:\nизменить",
        "Hold time {0} s\nHold ▼: change";
}

impl Text {
    /// The text with these in its places.
    pub(crate) fn fill(self, language: Language, values: &[&str]) -> String {
        let mut parts = self.template(language).split('{');
        let mut text = String::from(parts.next().unwrap_or_default());
        for part in parts {
            let (place, rest) = part.split_once('}').unwrap_or(("", part));
            let value = place.parse().ok().and_then(|place: usize| values.get(place));
            text.push_str(value.copied().unwrap_or_default());
            text.push_str(rest);
        }
        text
    }
}

#[cfg(test)]
mod tests;
