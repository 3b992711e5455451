"""Library cards: asked for online, given at the desk. Here is all that stands below the pages.

Services get a session and plain values, flush, and never commit; a refusal leaves a transaction
that the caller rolls back. Verbs of the desk take a `Clerk` and `seen`, the version their page was
made from: who comes second is told so (`AlreadyDone`, `ChangedMeanwhile`).

Rules, pure
    states        the table: which act leads from where to where, who may do it, at which desk
    rights        what a card is good for on a day
    applications  what is filled in, what is wrong with it
    agreeing      who has to agree to what
    identity ages numbers setting_rules words

For whoever registers
    registering   `register`: a grown-up, or a child with a guardian
    classes       `register_class`, `confirm_class`
    class_checking entering class_statuses   line by line; all at once; how it stands
    drafts        a form left half filled, sealed for the reader's own browser
    confirming    the link of the letter: `look`, `confirm`, `disown`
    statuses      `status` and `answer_by_link`, by a private link

For readers signed in
    own           `mine`, `edit_own`, `renew_own`, `lose_own`, `close_own`, `answer_own`
    handing_over  a child of age takes over its card, or is let go of with it
    leaving       an account is closed, and its cards with it: `look`, `end_all`
    consents      agreeing and withdrawing; `publishable` for other rooms
    own_photos    the photo of one's own card
    exporting     `export`, `export_all`: all that is kept, as JSON; `export_texts` says it in words

For the desk
    acting        `Clerk`, a librarian; `Actor`, whoever stands in the log
    finding       `waiting`, `by_number`, `by_document`, `by_name`; each find is written down
    overview      one reader's page, and somebody they may be `beside` them
    walk_in       `register_here`: a card in one act
    approving     `approve`, `ask`, `refuse`
    issuing       `see_document`, `issue`, `renew`, `lose`, `reissue`
    desk_passwords `first_password`, `new_password`
    blocking      `block`, `unblock`, `close`, `reopen`
    details       `correct`, `correct_guardian`
    addressing    `note_address`: put right while nobody has confirmed it
    merging       `merge`, `history`
    class_desk    `class_lists`, `vouch_for_class`, `issue_class`
    telling_apart `tell_apart`: two that look like one are two
    portraits     the photo of a card

What is read and made
     barcodes code128   numbers as bars and as QR, in SVG
     printing           a card as PDF, a sheet of ten, blanks
     photos             any picture to one portrait, nothing else of it kept
     class_file         the list of a class, CSV or Excel

Settings and figures
    kinds policies          read them; a library's row goes before the network's
    editing previewing      change them, and see first what would change
    setting_changes         who changed what
    defaults figures

Below
    inheriting    what the one that stays takes over
    moving        the one way to do an act: table, conditional UPDATE, log
    claims        what may exist only once; its primary key decides a race
    offline       blanks for a desk without the network, and their numbers when it is back
    numbering keepers links letters documents likeness reach
    due purging retention   what is erased, when, by which job
    reminding     the job that writes before a card expires
    resealing     documents and claims under another key
    models        the tables
"""
