//! PACE in the chip (BSI TR-03110-3, B.14.1), with what it means for the PIN's tries.

use eac::{
    apdu::Response,
    card_access::pace_cipher,
    chat::Chat,
    curve::Curve,
    pace::{
        ChipAgreed, ChipMapped, ChipNonce, ChipPace, Opened, PaceError, Parameters, Password, Secret, wire,
    },
    rand_core::CryptoRng,
    ta,
};

use super::{
    app::{Chip, IntoResponse as _},
    channel::{Channel, may_come_with},
    sw,
};

/// How far PACE is.
#[derive(Default)]
pub(super) enum Progress {
    #[default]
    Idle,
    Set(Wanted),
    Nonce(Wanted, ChipNonce),
    Mapped(Wanted, ChipMapped),
    Agreed(Wanted, ChipAgreed),
}

/// What MSE:Set AT asked for.
#[derive(Clone, Copy)]
pub(super) struct Wanted {
    parameters: Parameters,
    password: Password,
    chat: Option<Chat>,
    /// The CAN was proven right in the channel this began in: a suspended PIN may be tried.
    resumed: bool,
}

impl<R: CryptoRng> Chip<R> {
    /// MSE:Set AT. The answer says the state of the PIN.
    pub(super) fn pace_set(&mut self, data: &[u8]) -> Response {
        self.session.progress = Progress::Idle;
        // The next GENERAL AUTHENTICATE is for PACE, whatever was announced before.
        if let Some(channel) = &mut self.session.channel {
            (channel.next_cipher, channel.next_name) = (None, false);
        }
        if data.is_empty() {
            return Response::status(sw::WRONG_LENGTH);
        }
        let Ok(set) = wire::SetAt::parse(data) else {
            return Response::status(sw::WRONG_DATA);
        };
        let Some(cipher) = pace_cipher(&set.protocol) else {
            return Response::status(sw::WRONG_DATA);
        };
        // One set of parameters is offered, so it need not be named.
        let curve = Curve::BrainpoolP256r1;
        if set.parameter.is_some_and(|number| number != curve.parameter_id()) {
            return Response::status(sw::REFERENCE_NOT_FOUND);
        }
        let Some(password @ (Password::Can | Password::Pin | Password::Puk)) =
            Password::from_number(set.password)
        else {
            return Response::status(sw::REFERENCE_NOT_FOUND);
        };
        if set.chat.is_some_and(|chat| !may_come_with(password, chat)) {
            return Response::status(sw::WRONG_DATA);
        }
        let resumed = self.session.channel.as_ref().is_some_and(|channel| channel.password == Password::Can);
        let parameters = Parameters { cipher, curve };
        self.session.progress = Progress::Set(Wanted { parameters, password, chat: set.chat, resumed });
        Response::status(if password == Password::Pin { self.memory.pin_state().to_status() } else { sw::OK })
    }

    /// GENERAL AUTHENTICATE. Any error ends the run.
    pub(super) fn pace_step(&mut self, data: &[u8]) -> Response {
        let progress = std::mem::take(&mut self.session.progress);
        let Ok((step, value)) = wire::Step::parse(data) else {
            return Response::status(sw::WRONG_DATA);
        };
        let done = match (step, progress) {
            (wire::Step::Nonce, Progress::Set(wanted)) => self.begin(wanted),
            (wire::Step::Map, Progress::Nonce(wanted, nonce)) => match nonce.map(value, &mut self.rng) {
                Ok((mapped, own)) => Ok((Progress::Mapped(wanted, mapped), own)),
                Err(_) => Err(sw::WRONG_DATA),
            },
            (wire::Step::Agree, Progress::Mapped(wanted, mapped)) => match mapped.agree(value, &mut self.rng)
            {
                Ok((agreed, own)) => Ok((Progress::Agreed(wanted, agreed), own)),
                Err(_) => Err(sw::WRONG_DATA),
            },
            (wire::Step::Token, Progress::Agreed(wanted, agreed)) => {
                return self.finish(wanted, agreed, value);
            }
            _ => Err(sw::CONDITIONS),
        };
        match done {
            Ok((progress, own)) => {
                self.session.progress = progress;
                Response::data(step.answer(&own, &[]))
            }
            Err(status) => Response::status(status),
        }
    }

    fn begin(&mut self, wanted: Wanted) -> Result<(Progress, Vec<u8>), u16> {
        let digits = match wanted.password {
            Password::Pin => {
                self.memory.pin_may_be_tried(wanted.resumed)?;
                &self.memory.pin
            }
            Password::Puk => &self.puk,
            Password::Can | Password::Mrz => &self.can,
        };
        let secret = Secret::from_digits(digits.as_str());
        let (nonce, encrypted) = ChipPace::new(wanted.parameters, &secret).nonce(&mut self.rng);
        Ok((Progress::Nonce(wanted, nonce), encrypted))
    }

    /// The terminal's token: only now it is clear whether the password is right.
    fn finish(&mut self, wanted: Wanted, agreed: ChipAgreed, token: &[u8]) -> Response {
        let pin = wanted.password == Password::Pin;
        if pin {
            self.memory.take_a_try();
            if let Err(status) = self.remember() {
                return Response::status(status);
            }
        }
        match agreed.finish(token) {
            Ok((own, opened)) => {
                if pin {
                    self.memory.pin_was_right();
                    if let refused @ Err(_) = self.remember() {
                        return refused.into_response();
                    }
                }
                self.open(wanted, opened);
                let names: Vec<Vec<u8>> = if wanted.chat.is_some() { self.authorities() } else { Vec::new() };
                let names: Vec<&[u8]> = names.iter().map(Vec::as_slice).collect();
                Response::data(wire::Step::Token.answer(&own, &names))
            }
            Err(PaceError::WrongPassword) if pin => Response::status(self.memory.pin_was_wrong()),
            Err(_) => Response::status(sw::WRONG),
        }
    }

    fn open(&mut self, wanted: Wanted, opened: Opened) {
        let terminal = wanted.chat.map(|chat| ta::Chip::new(self.trust.clone(), &opened.id_chip, Some(chat)));
        self.session.next = Some(Channel::from_pace(opened.keys, wanted.password, terminal));
    }
}
