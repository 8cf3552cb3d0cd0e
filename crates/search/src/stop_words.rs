//! Words that say nothing about the service asked for: function words and the verbs of asking, in German, English and
//! the languages that people ask in most besides.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::tokens;

/// As [`key`](crate::tokens::key) writes them, sorted.
#[rustfmt::skip]
const STOP_WORDS: &[&str] = &[
    "ab", "aber", "alle", "allem", "allen", "aller", "alles", "als", "also", "am", "an", "and", "ans",
    "any", "are", "as", "at", "auch", "auf", "aufs", "aus", "beantrage", "beantragen", "bei", "beim",
    "bekomme", "bekommen", "bekommst", "bekommt", "benotige", "benotigen", "benotigt", "bin", "bis",
    "bitte", "brauch", "brauche", "brauchen", "brauchst", "but", "can", "da", "dabei", "dafur", "damit",
    "dann", "daran", "darauf", "darf", "darum", "das", "dass", "davon", "dazu", "dein", "deine", "deinem",
    "deinen", "deiner", "dem", "den", "denen", "denn", "der", "deren", "des", "deshalb", "dessen",
    "deswegen", "dich", "die", "dies", "diese", "diesem", "diesen", "dieser", "dieses", "dir", "do",
    "doch", "dort", "dos", "du", "durch", "eigentlich", "ein", "eine", "einem", "einen", "einer", "eines",
    "er", "es", "etwas", "euch", "euer", "eure", "fehlt", "for", "from", "fur", "furs", "geht", "get",
    "gibt", "hab", "habe", "haben", "habt", "hallo", "hast", "hat", "hatte", "hatten", "hattest", "have",
    "hier", "how", "ich", "if", "ihm", "ihn", "ihnen", "ihr", "ihre", "ihrem", "ihren", "ihrer", "im",
    "in", "ins", "irgendwas", "irgendwie", "irgendwo", "is", "ist", "it", "ja", "jede", "jedem", "jeden",
    "jeder", "jedes", "jemandem", "jemanden", "jetzt", "kann", "kannst", "kein", "keine", "keinen",
    "konnen", "konnte", "konnten", "kriege", "kriegen", "kriegst", "kriegt", "leider", "man", "me",
    "mein", "meine", "meinem", "meinen", "meiner", "mich", "mir", "mit", "mochte", "mochten", "muss",
    "mussen", "musst", "musste", "mussten", "my", "nach", "need", "nicht", "nichts", "nie", "niemals",
    "niemand", "niemanden", "nix", "noch", "nun", "nur", "ob", "oder", "of", "on", "or", "sehr", "seid",
    "sein", "seine", "seinem", "seinen", "seiner", "sich", "sie", "sind", "so", "soll", "sollen",
    "sollte", "sollten", "the", "there", "this", "to", "uber", "uberhaupt", "ubers", "um", "ums", "und",
    "uns", "unser", "unsere", "unserem", "unseren", "unserer", "vom", "von", "vor", "wann", "want", "war",
    "warst", "warum", "was", "wegen", "weil", "welche", "welchem", "welchen", "welcher", "welches", "wem",
    "wen", "wenn", "wer", "werde", "werden", "weshalb", "wessen", "what", "when", "where", "which", "wie",
    "wieso", "will", "wir", "wird", "with", "wo", "wofur", "woher", "wohin", "wollen", "womit", "wovon",
    "wozu", "wurde", "wurden", "wurdest", "you", "your", "zu", "zum", "zur",
];

/// German words that say little about a service, but are no typing errors: the list of words for compounds lacks most of
/// them. As [`key`](crate::tokens::key) writes them, sorted.
#[rustfmt::skip]
const LITTLE_WORDS: &[&str] = &[
    "allein", "alleine", "andere", "anderen", "anderer", "anderes", "anders", "ausser", "ausserdem",
    "bald", "bereits", "besser", "bevor", "bloss", "brauchte", "brauchten", "danach", "danke", "dasselbe",
    "dauernd", "demnachst", "derselbe", "draussen", "drei", "dringend", "drinnen", "durchs", "durfen",
    "durfte", "eben", "eigene", "eigenem", "eigenen", "eigener", "eigenes", "einfach", "einmal",
    "endlich", "entweder", "erst", "erste", "ersten", "erster", "etwa", "eurem", "euren", "falsch",
    "frage", "fragen", "fruher", "ganz", "gar", "gegen", "gehe", "gehen", "gemacht", "genau", "gerade",
    "gern", "gerne", "gestern", "gewesen", "gibts", "halt", "hatt", "heisst", "heute", "hierfur",
    "hiermit", "hierzu", "hinten", "hinter", "immer", "irgendein", "irgendeine", "irgendeinen",
    "irgendwann", "jedoch", "jemand", "kam", "komme", "kommen", "kommt", "konnt", "lange", "langer",
    "lasse", "lassen", "lasst", "letzte", "letzten", "letzter", "letztes", "links", "mache", "machen",
    "machst", "macht", "mal", "manche", "manchmal", "mehr", "mehrere", "meinetwegen", "moglich", "moin",
    "morgen", "nachdem", "nachste", "nachsten", "nachster", "nachstes", "namlich", "neben", "neulich",
    "nochmal", "oben", "obwohl", "oft", "ohne", "ok", "okay", "paar", "plotzlich", "rechts", "richtig",
    "schlecht", "schnell", "schon", "sei", "seit", "selber", "selbst", "selten", "sicher", "sobald",
    "sofern", "sofort", "sogar", "solche", "solchen", "sollst", "sondern", "sonst", "spater", "standig",
    "stehen", "steht", "trotz", "trotzdem", "tun", "tut", "ubermorgen", "ubrigens", "ungefahr", "unten",
    "unter", "viel", "viele", "vielen", "vielleicht", "vorbei", "vorgestern", "vorne", "vors", "wahrend",
    "ware", "waren", "weder", "weiss", "weisst", "weiter", "weniger", "wieder", "wiederum", "willst",
    "wirst", "wissen", "wisst", "wohl", "wolle", "wollte", "wollten", "worauf", "worden", "ziemlich",
    "zuhause", "zurecht", "zurst", "zusammen", "zwar", "zwei", "zweite", "zweiten", "zweiter", "zwischen",
];

/// Further English, Turkish, Polish, Russian, Ukrainian, Arabic, Persian, French and Spanish ones, as written. None that
/// is a word of German offices, too ("Not", "most").
const OTHERS: &str = "
    about after again all already also always am another because been before being between both by cannot could
    did does doing during each every few go going got had has he her his into its just know let like lot make
    many may might more most much must myself no now one only ought our own please put she should since some
    somebody someone something still such take tell than thank that them then these they those through too two
    us very was way we were while who whom whose why would yes
    acaba almak ama artık bana bazı ben beni benim bir biz bizim bu bunu buradan da daha de değil diye en gerek
    gerekiyor gerekli gibi hangi hem her için ile istiyorum kadar lazım mı mi mıyım miyim nasıl ne neden nerede
    nereden nereye niye olan olarak olur önce şimdi sonra ve var veya ya yapabilirim yapmak yapmalıyım yapılır
    yoksa
    aby albo ale bardzo bez bo być chcę chciałabym chciałbym co czy dla do gdy gdzie ja jak jaka jaki jakie jest
    jestem jeszcze kiedy która które który lub mam mi mieć mnie mogę moim moja moje mój mojego mojej musi muszę
    można na nad nie nim o od oraz po pod potrzebne potrzebny potrzebuję przed przez przy się są tam te tego ten
    to trzeba tu tylko tym u w więc z za zrobić że żeby
    а без бы быть был была было в вам вас ваш во вы где для до его ее ей если есть ещё же за и из или им их к
    какая какие какой каким как когда которые который кто ли между меня мне могу мог могла можно мои моих мой
    моя моего моей моё мою мы на над надо нам нас наш не нет ни но ну нужен нужна нужно нужны о об он она они от
    очень по под получить при про с свой себя со так также там то тоже только тут у уже хотела хотел хочу хотим
    чем что чтобы эта эти это этот я
    або але б бо був була було бути в вже від він вона вони та де для до є ж з за зі і із інше їх й коли котрий
    куди має маю мати мене мені ми моєї моїй мого можна можу моя моє мої мій на навіть над не немає ні о от
    отримати під по потрібен потрібна потрібні потрібно про при свою свій сьогодні так такий тільки тому треба
    те ти у хочу це цей ця чи через що щоб ще як яка якась який які якого
    في على إلى عن هل ما ماذا كيف كيفية أين متى هو هي هذا هذه مع أو من و أن أنا أريد اريد أود أحتاج يمكن يمكنني
    كم لي لا ليس عند عندي لدي بعد قبل التي الذي كل ثم حتى إذا لكن الحصول يجب علي بدي
    از اگر به بعد باید با برای بگیرم بی تا چه چطور چگونه چی چیست خود در دارم را کجا که کنم کردن گرفتن لازم ما من
    نیاز این آن است هم و یا می خواهم میخواهم یک
    au aux avec comment dans des du elle en est et faire il j'ai je la le les leur ma mes mon ne nous où pour
    puis qui que quel quelle quoi sans se son sur un une veux vous
    al como cómo con cuál cuándo del dónde el ella en es está estoy hacer la las los mi mis necesito por puedo
    que qué quiero se sin su tengo un una y yo
";

static OTHER_KEYS: LazyLock<HashSet<String>> =
    LazyLock::new(|| OTHERS.split_whitespace().map(tokens::key).collect());

/// What people write around the thing itself: "Termin …", "welche Unterlagen …", "was kostet …"; in German, English,
/// Turkish, Polish, Russian, Ukrainian, Arabic, Persian, as written.
const FRAMES: &str = "
    ablauf lange antrag antrage antragsformular appointment ausfullen beantragung bearbeitungszeit belge belgeler cost
    costs dauer dauert documents dokumentow dokumenty download erforderlich evrak evraklar fee fees form forms
    formular formulare formularz gebuhr gebuhren info information informationen infos kosten kostet koszt
    kosztuje mitbringen notig notwendig notwendige offnungszeiten online onlineantrag pdf preis price randevu
    required requirements termin terminbuchung termine terminvereinbarung ucret unterlage unterlagen
    voraussetzung voraussetzungen vordruck wielange zustandig zustandige zustandigkeit документи документив
    документов документы заява заявление коштуе скильки сколько стоит термин اوراق رسوم مدارك مدارک مستندات موعد
    وثاءق وثائق
";

static FRAME_KEYS: LazyLock<HashSet<String>> =
    LazyLock::new(|| FRAMES.split_whitespace().map(tokens::key).collect());

/// Whether a key only frames what is asked for.
pub(crate) fn is_frame(key: &str) -> bool {
    FRAME_KEYS.contains(key)
}

/// Whether a key is a stop word.
pub(crate) fn contains(key: &str) -> bool {
    STOP_WORDS.binary_search(&key).is_ok() || OTHER_KEYS.contains(key)
}

/// Whether a key is a German word that no other may have been meant by.
pub(crate) fn is_little_word(key: &str) -> bool {
    LITTLE_WORDS.binary_search(&key).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorted_and_in_key_form() {
        for list in [STOP_WORDS, LITTLE_WORDS] {
            assert!(list.is_sorted_by(|a, b| a < b));
            assert!(list.iter().all(|word| crate::tokens::key(word) == *word));
        }
        assert!(!LITTLE_WORDS.iter().any(|word| contains(word)));
    }

    #[test]
    fn words_of_other_languages_however_written() {
        for word in ["için", "NASIL", "как", "أريد", "chcę", "برای", "où"] {
            assert!(contains(&crate::tokens::key(word)), "{word}");
        }
        for word in ["Not", "Pass", "Kita", "para", "паспорт", "Sperrmüll", "Ort", "Weg", "Amt"] {
            assert!(!contains(&crate::tokens::key(word)), "{word}");
        }
    }
}
