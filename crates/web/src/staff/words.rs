//! Texts in both languages, one line each. A text that is missing in one does not compile.

/// Makes a struct of texts: `name: "Deutsch" / "English";`.
macro_rules! words {
    ($($name:ident: $de:literal / $en:literal;)+) => {
        /// The texts of this page.
        pub(crate) struct Words {
            $(pub $name: &'static str,)+
        }

        /// The texts in a language.
        pub(crate) fn words(lang: kernel::Lang) -> &'static Words {
            const DE: Words = Words { $($name: $de,)+ };
            const EN: Words = Words { $($name: $en,)+ };
            lang.pick(&DE, &EN)
        }
    };
}
pub(crate) use words;
