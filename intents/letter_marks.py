"""The words by which mail programs announce older text, in the languages that reach the inbox.

Only words and the small patterns made of them; what follows from a mark is decided in `letters`.
Every pattern is read on one line of at most 500 characters and has no nested repetition, so that
no text can make it slow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# The header lines that Outlook, Apple Mail, Yahoo and Lotus put above the older mail. Two roles
# share a word in places ("A" is "to" in French and Italian); only the number of roles matters.
_ROLE_WORDS = {
    "from": (
        "from|von|de|da|van|od|fra|från|lähettäjä|от|от кого|kimden|gönderen|feladó|de la|"
        "expéditeur|mittente|remitente|afzender|absender|від|από|发件人|寄件者|差出人|"
        "보낸 사람|보낸사람|מאת|odesílatel|odosielateľ"
    ),
    "sent": (
        "sent|date|gesendet|gesendet am|datum|envoyé|envoyé le|date d'envoi|enviado|enviado el|"
        "enviado em|enviada em|enviado a|fecha|data|inviato|inviata|verzonden|verzonden op|"
        "wysłano|wysłane|data wysłania|sendt|dato|skickat|skickat den|lähetetty|päiväys|päivämäärä|"
        "отправлено|дата|odesláno|tarih|gönderildi|elküldve|dátum|message du|sent at|sent on|on|"
        "trimis|надіслано|发送时间|日期|送信日時|日付|"
        "보낸 날짜|보낸날짜|날짜|נשלח|תאריך|anfonwyd|dyddiad"
    ),
    "to": (
        "to|an|à|a|para|aan|do|til|till|vastaanottaja|кому|komu|kime|címzett|destinataire|"
        "destinatario|empfänger|per|către|收件人|宛先|받는 사람|받는사람|אל"
    ),
    "cc": "cc|copy|kopie|copie|copie à|kopi|kopia|kopio|copia|копия|cc.|bcc|dw|抄送|참조|העתק|c.c.",
    "subject": (
        "subject|re|betreff|betr|objet|sujet|asunto|oggetto|assunto|onderwerp|temat|emne|ämne|"
        "aihe|тема|předmět|predmet|konu|tárgy|subiect|主题|主旨|件名|제목|נושא|pwnc|sub"
    ),
    "other": (
        "reply-to|reply to|importance|priority|attachments|wichtigkeit|anlagen|antwort an|"
        "répondre à|importancia|bijlagen|organization|organisation|mailed-by|newsgroups"
    ),
}
# Keys of web forms: a block that has one of them is the enquiry, not the head of an older mail.
_FORM_WORDS = (
    "name|full name|your name|first name|last name|email|e-mail|email address|your email|phone|"
    "telephone|school|school name|organisation name|message|your message|question|enquiry|query|"
    "comments|role|job title"
)
FORM_KEYS = frozenset(_FORM_WORDS.split("|"))
HEADER_ROLES = {word: role for role, words in _ROLE_WORDS.items() for word in words.split("|")}

_ORIGINAL = (
    "original message|original email|original e-mail|original mail|original appointment|"
    "reply message|message from|ursprüngliche nachricht|ursprüngliche mail|ursprüngliche e-mail|"
    "originalnachricht|original-nachricht|original nachricht|original-mail|message d'origine|"
    "message original|message initial|mensaje original|messaggio originale|"
    "messaggio originario|mensagem original|oorspronkelijk bericht|origineel bericht|"
    "oorspronkelijke bericht|oryginalna wiadomość|wiadomość oryginalna|"
    "oprindelig besked|oprindelig meddelelse|original besked|opprinnelig melding|"
    "original melding|ursprungligt meddelande|originalmeddelande|ursprungligt brev|"
    "alkuperäinen viesti|původní zpráva|originální zpráva|pôvodná správa|исходное сообщение|"
    "оригинальное сообщение|оригінальне повідомлення|orijinal mesaj|özgün ileti|eredeti üzenet|"
    "mesaj original|αρχικό μήνυμα|neges wreiddiol|originalna poruka|izvorno sporočilo|"
    "原始邮件|原始郵件|元のメッセージ|"
    "원본 메시지|원본 메일|הודעה מקורית|original meddelande|missatge original"
)
_FORWARDED = (
    "forwarded message|forwarded email|forwarded e-mail|forwarded mail|forwarded by|"
    "forwarded from|forwarded message from|weitergeleitete nachricht|weitergeleitet von|"
    "weitergeleitete mail|message transféré|message transmis|message réexpédié|"
    "mensaje reenviado|messaggio inoltrato|mensagem encaminhada|mensagem reencaminhada|"
    "doorgestuurd bericht|wiadomość przekazana|przekazana wiadomość|treść przekazanej wiadomości|"
    "videresendt besked|videresendt meddelelse|videresendt melding|vidarebefordrat meddelande|"
    "vidarebefordrat brev|välitetty viesti|edelleenlähetetty viesti|přeposlaná zpráva|"
    "preposlaná správa|пересылаемое сообщение|пересланное сообщение|перенаправлене повідомлення|"
    "iletilen mesaj|yönlendirilen ileti|továbbított üzenet|mesaj redirecționat|"
    "neges a anfonwyd ymlaen|转发的邮件|转发邮件|転送メッセージ|"
    "전달된 메시지|הודעה שהועברה|missatge reenviat"
)
# Apple Mail writes a sentence, not a ruler.
_FORWARD_SENTENCES = (
    "begin forwarded message|forwarded message|start of forwarded message|"
    "anfang der weitergeleiteten nachricht|anfang der weitergeleiteten e-mail|"
    "début du message réexpédié|début du message transféré|inicio del mensaje reenviado|"
    "comienzo del mensaje reenviado|inizio messaggio inoltrato|início da mensagem encaminhada|"
    "início da mensagem reencaminhada|begin doorgestuurd bericht|"
    "początek przekazywanej wiadomości|początek przekazanej wiadomości|videresendt besked|"
    "start på videresendt besked|videresendt melding|vidarebefordrat brev|"
    "välitetty viesti alkaa|začátek přeposílané zprávy|начало переадресованного сообщения|"
    "iletilen ileti başlangıcı"
)

# The verb of "On … wrote:". Some stand at the end, some (Dutch, German, Nordic) in the middle.
_WROTE = (
    "wrote|writes|schrieb|schreibt|hat geschrieben|a écrit|a ecrit|écrit|escribió|escribio|"
    "ha escrito|escribe|escreveu|ha scritto|scrive|schreef|heeft geschreven|napisał|napisała|"
    "pisze|napsal|napsala|napsal(a)|napísal|skrev|skriver|skrifaði|kirjoitti|írta|ezt írta|"
    "написал|написала|пишет|писал|пише|писав|yazdı|şunu yazdı|a scris|έγραψε|ysgrifennodd|"
    "va escriure|rakstīja|rašė|kirjutas|je napisao|je napisal|wrote the following|כתב|כתבה|כתב/ה|"
    "napisał(a)|napisał/a"
)
_OPENERS = (
    "on|am|le|el|il|in data|em|op|w dniu|dnia|den|dne|på|a|at|în|pe|στις|ar|tarihinde|dňa|"
    "в|на|il giorno|em data|el día|le jour|in"
)


def _any(words: str | Iterable[str]) -> str:
    """Return an alternation, longest first so that no word hides a longer one."""
    listed = words.split("|") if isinstance(words, str) else list(words)
    return "|".join(re.escape(word) for word in sorted(set(listed), key=lambda w: (-len(w), w)))


_EDGE = r"[-_=*~+#>\u2013\u2014\u2500 ]"
ORIGINAL_PHRASE = re.compile(rf"(?:{_any(_ORIGINAL)})\s*:?", re.I)
ORIGINAL_RULER = re.compile(
    rf"(?:[-_=*~+#\u2013\u2014\u2500]{_EDGE}{{1,60}}(?:{_any(_ORIGINAL)})\b[^\n]{{0,80}}"
    rf"|(?:{_any(_ORIGINAL)})\s*:?\s*[-_=*\u2013\u2014]{_EDGE}{{1,60}})",
    re.I,
)
FORWARD_RULER = re.compile(
    rf"(?:[-_=*~+#\u2013\u2014\u2500]{_EDGE}{{1,60}}(?:{_any(_FORWARDED)})\b[^\n]{{0,120}}"
    rf"|(?:{_any(_FORWARD_SENTENCES)})\s*:)",
    re.I,
)
# The line that our own mails carry on top; the other wordings are those of the common help desks.
REPLY_ABOVE = re.compile(
    r"[^\w]{0,20}(?:please )?(?:reply|respond|type your (?:reply|response)|write your (?:reply|"
    r"answer)|write|add your (?:reply|comment)|enter your reply|replies?)[\w ]{0,30} above "
    r"(?:this|the|the dotted|that|here)(?: dotted| dashed)?(?: line| message| text)?\b.{0,60}",
    re.I,
)

# Chinese, Japanese and Korean put no blank before the verb.
WROTE_END = re.compile(
    rf"(?:(?<!\w)(?:{_any(_WROTE)})(?:\s*\(\w{{1,3}}\))?|写道|寫道|님이 작성|のメール)"
    r"\s*[:：]?\W{0,3}$",
    re.I,
)
WROTE_INSIDE = re.compile(rf"(?<!\w)(?:{_any(_WROTE)})(?!\w)", re.I)
OPENER = re.compile(rf"(?:{_any(_OPENERS)})[\s:]", re.I)
QUOTING = re.compile(r"(?:quoting|zitat von|citando|selon|citeren)\s.{0,150}[:：]$", re.I)
CLOCK = re.compile(r"(?<!\d)\d{1,2}\s?[:.h]\s?\d{2}(?!\d)")
YEAR_COMMA = re.compile(r"(?<!\d)(?:19|20)\d\d\s?,")
ADDRESS = re.compile(r"[\w+.'=&%-]{1,64}@[\w.-]{1,120}")
EARLY_DIGIT = re.compile(r"\D{0,28}\d")

SIGNATURE_RULER = re.compile(r"--")
LONG_RULER = re.compile(r"(?:-{3,}|_{2,}|={3,}|\*{3,}|~{3,}|\u2500{3,})")
ONLY_RULER = re.compile(r"[-_=*~#+\u2013\u2014\u2500\u2022\s]{2,}")

_DEVICE_LINES = (
    r"sent from my \S",
    r"sent (?:from|via|with|using|by) (?:the |an? )?(?:\w+ ){0,2}(?:outlook|mail|yahoo|gmail|"
    r"proton\w*|samsung|android|iphone|ipad|ios|blackberry|windows|mobile|phone|tablet|typeapp|sparrow|"
    r"mailbox|airmail|spark|bluemail|aol|aqua|nine|superhuman|huawei|workspace|zoho|mailbird|"
    r"thunderbird|sky|bt|hey|edison|newton|polymail|boxer|postbox|nokia|sony|xperia|htc|"
    r"oneplus|pixel|surface|macbook|device|facebook|webmail|mailtrack|unibox|my)\b",
    r"get (?:the )?outlook (?:for|on)\b",
    r"download outlook (?:for|on)\b",
    r"envoyé (?:de|depuis|à partir de|avec|via) (?:mon|ma|l'|un|une|outlook|yahoo|mail|gmail|"
    r"my|orange|la|courrier|téléphone|proton\w*|bouygues|sfr|bluemail|iphone|android)",
    r"(?:télécharger|obtenir|obtenez|téléchargez) outlook",
    r"(?:von meinem|von meiner|von mein) .{1,50}(?:gesendet|geschrieben)",
    r"(?:diese nachricht wurde )?(?:gesendet|versandt|verschickt) (?:von|mit|aus|über|via)\b",
    r"(?:holen sie sich )?outlook für (?:ios|android|mac)",
    r"enviado (?:desde|do|da|a partir d|con|via|de)\b",
    r"(?:obtener|obtén|obtenga|obter|obtenha|baixe) (?:o )?outlook",
    r"(?:inviato|inviata|spedito) (?:da|dal|dalla|con|tramite)\b",
    r"(?:scarica|ottieni) outlook",
    r"(?:verzonden|verstuurd) (?:vanaf|vanuit|met|via|van|door)\b",
    r"(?:download |krijg )?outlook voor (?:ios|android)",
    r"(?:wysłane|wysłano|wysłana) (?:z|ze|za pomocą|przez|przy)\b",
    r"pobierz (?:aplikację )?outlook",
    r"(?:skickat|skickades) (?:från|med|via)\b",
    r"(?:sendt|sent) fra (?:min|mit|outlook|mail|en|yahoo|samsung)\b",
    r"(?:hent|få|hämta) outlook",
    r"lähetetty (?:\w+)(?:sta|stä|lta|ltä)\b",
    r"(?:отправлено|надіслано) (?:с|со|из|через|з|від)\b",
    r"odesláno (?:z|ze|pomocí)\b",
    r"\w{1,30}(?:'?(?:umdan|ümden|ımdan|imden|dan|den)) gönderildi",
    r"anfonwyd o(?: fy|'m)?\b",
    r".{1,20}(?:から送信|发自我的)",
    r"发自我的",
    r"envoyé depuis\b",
    r"\w{1,20} from (?:my )?(?:mobile|iphone|phone)$",
    r"typed (?:with|on) (?:my )?(?:\w+ )?(?:thumbs?|phone|mobile|iphone)",
)  # fmt: skip
DEVICE_LINE = re.compile("|".join(_DEVICE_LINES), re.I)

# What mailing lists and services put below a mail.
LIST_FOOTER = re.compile(
    r"\b(?:mailing list|unsubscribe|mailman|listinfo|view it on github|reply to this email "
    r"directly|you received this (?:message|email|mail) because|to (?:stop|respond|post|visit)"
    r"\b.{0,60}\b(?:group|topic|emails)|manage (?:your )?subscription|virus-free|"
    r"checked for viruses|avast|avg\.com|google groups|yahoo! groups)",
    re.I,
)
