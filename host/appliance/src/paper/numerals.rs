//! Numbers in words, as they stand beside the figures of a protocol: Kazakh, Russian (masculine, as of votes and ballots) and English.

use tamga_record::definition::Language;

/// The words of one language.
struct Numerals {
    zero: &'static str,
    /// 1 to 19.
    small: [&'static str; 19],
    /// 20 to 90.
    tens: [&'static str; 8],
    /// 100 to 900.
    hundreds: [&'static str; 9],
    /// Thousand, million and so on: after one, after two to four, after any other number.
    scales: [[&'static str; 3]; 6],
    /// What stands between tens and units.
    hyphen: &'static str,
}

const KK: Numerals = Numerals {
    zero: "нөл",
    small: [
        "бір",
        "екі",
        "үш",
        "төрт",
        "бес",
        "алты",
        "жеті",
        "сегіз",
        "тоғыз",
        "он",
        "он бір",
        "он екі",
        "он үш",
        "он төрт",
        "он бес",
        "он алты",
        "он жеті",
        "он сегіз",
        "он тоғыз",
    ],
    tens: ["жиырма", "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан"],
    hundreds: ["бір жүз", "екі жүз", "үш жүз", "төрт жүз", "бес жүз", "алты жүз", "жеті жүз", "сегіз жүз", "тоғыз жүз"],
    scales: [["мың"; 3], ["миллион"; 3], ["миллиард"; 3], ["триллион"; 3], ["квадриллион"; 3], ["квинтиллион"; 3]],
    hyphen: " ",
};

const RU: Numerals = Numerals {
    zero: "ноль",
    small: [
        "один",
        "два",
        "три",
        "четыре",
        "пять",
        "шесть",
        "семь",
        "восемь",
        "девять",
        "десять",
        "одиннадцать",
        "двенадцать",
        "тринадцать",
        "четырнадцать",
        "пятнадцать",
        "шестнадцать",
        "семнадцать",
        "восемнадцать",
        "девятнадцать",
    ],
    tens: ["двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят", "восемьдесят", "девяносто"],
    hundreds: ["сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот"],
    scales: [
        ["тысяча", "тысячи", "тысяч"],
        ["миллион", "миллиона", "миллионов"],
        ["миллиард", "миллиарда", "миллиардов"],
        ["триллион", "триллиона", "триллионов"],
        ["квадриллион", "квадриллиона", "квадриллионов"],
        ["квинтиллион", "квинтиллиона", "квинтиллионов"],
    ],
    hyphen: " ",
};

const EN: Numerals = Numerals {
    zero: "zero",
    small: [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ],
    tens: ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
    hundreds: [
        "one hundred",
        "two hundred",
        "three hundred",
        "four hundred",
        "five hundred",
        "six hundred",
        "seven hundred",
        "eight hundred",
        "nine hundred",
    ],
    scales: [["thousand"; 3], ["million"; 3], ["billion"; 3], ["trillion"; 3], ["quadrillion"; 3], ["quintillion"; 3]],
    hyphen: "-",
};

/// The number in words of the language, as it is said alone or of votes and ballots.
pub fn in_words(number: u64, language: Language) -> String {
    let numerals = match language {
        Language::Kk => &KK,
        Language::Ru => &RU,
        Language::En => &EN,
    };
    if number == 0 {
        return numerals.zero.to_owned();
    }
    let (mut rest, mut words) = (number, Vec::new());
    // Threes of digits from the right: units, thousands and so on.
    for place in 0.. {
        let three = rest % 1_000;
        let scale = usize::checked_sub(place, 1).and_then(|scale| numerals.scales.get(scale));
        if three > 0 {
            // Thousands alone are feminine in Russian.
            let is_feminine = language == Language::Ru && place == 1;
            let mut part = below_thousand(three as usize, numerals, is_feminine);
            part.extend(scale.map(|forms| after(three, forms).to_owned()));
            words.push(part.join(" "));
        }
        rest /= 1_000;
        if rest == 0 {
            break;
        }
    }
    words.reverse();
    words.join(" ")
}

/// The form of a scale that stands after this number.
fn after(three: u64, [one, few, many]: &[&'static str; 3]) -> &'static str {
    match (three % 100, three % 10) {
        (11..=14, _) => many,
        (_, 1) => one,
        (_, 2..=4) => few,
        _ => many,
    }
}

fn below_thousand(three: usize, numerals: &Numerals, is_feminine: bool) -> Vec<String> {
    let word =
        |words: &[&str], place: usize| place.checked_sub(1).and_then(|place| words.get(place)).map(|w| (*w).to_owned());
    let small = |number: usize| match (is_feminine, number) {
        (true, 1) => Some("одна".to_owned()),
        (true, 2) => Some("две".to_owned()),
        _ => word(&numerals.small, number),
    };
    let rest = three % 100;
    let below_hundred = if rest < 20 {
        small(rest)
    } else {
        let tens = word(&numerals.tens, rest / 10 - 1);
        let parts: Vec<String> = tens.into_iter().chain(small(rest % 10)).collect();
        Some(parts.join(numerals.hyphen))
    };
    word(&numerals.hundreds, three / 100).into_iter().chain(below_hundred).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_kazakh_as_on_a_protocol() {
        for (number, words) in [
            (0, "нөл"),
            (1, "бір"),
            (10, "он"),
            (19, "он тоғыз"),
            (40, "қырық"),
            (84, "сексен төрт"),
            (100, "бір жүз"),
            (1_000, "бір мың"),
            (70_512, "жетпіс мың бес жүз он екі"),
            (999_999_999, "тоғыз жүз тоқсан тоғыз миллион тоғыз жүз тоқсан тоғыз мың тоғыз жүз тоқсан тоғыз"),
        ] {
            assert_eq!(in_words(number, Language::Kk), words);
        }
    }

    #[test]
    fn numbers_are_written_in_russian_masculine_but_for_thousands() {
        for (number, words) in [
            (0, "ноль"),
            (1, "один"),
            (2, "два"),
            (21, "двадцать один"),
            (112, "сто двенадцать"),
            (1_000, "одна тысяча"),
            (2_001, "две тысячи один"),
            (5_000, "пять тысяч"),
            (11_000, "одиннадцать тысяч"),
            (12_014, "двенадцать тысяч четырнадцать"),
            (21_000, "двадцать одна тысяча"),
            (70_512, "семьдесят тысяч пятьсот двенадцать"),
            (101_000, "сто одна тысяча"),
            (111_111, "сто одиннадцать тысяч сто одиннадцать"),
            (342_022, "триста сорок две тысячи двадцать два"),
            (1_000_000, "один миллион"),
            (2_000_002, "два миллиона два"),
            (1_001_000_000, "один миллиард один миллион"),
            (
                999_999_999,
                "девятьсот девяносто девять миллионов девятьсот девяносто девять тысяч девятьсот девяносто девять",
            ),
        ] {
            assert_eq!(in_words(number, Language::Ru), words);
        }
    }

    #[test]
    fn numbers_are_written_in_english() {
        let words = in_words(1_234_021, Language::En);
        assert_eq!(words, "one million two hundred thirty-four thousand twenty-one");
    }

    #[test]
    fn different_numbers_have_different_words_and_none_has_none() {
        for language in [Language::Kk, Language::Ru, Language::En] {
            let small = 0..3_000_u64;
            let large = (0..64).map(|bits| u64::MAX >> bits);
            let words: std::collections::BTreeSet<String> =
                small.chain(large.clone()).map(|number| in_words(number, language)).collect();
            let numbers: std::collections::BTreeSet<u64> = (0..3_000).chain(large).collect();
            assert_eq!(words.len(), numbers.len());
            assert!(words.iter().all(|words| !words.is_empty() && !words.contains("  ")));
        }
        assert!(in_words(u64::MAX, Language::Ru).starts_with("восемнадцать квинтиллионов"));
    }
}
