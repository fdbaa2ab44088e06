import { enApprovals } from "@/lib/words/refusalsOfApprovals";
import type { zh } from "@/lib/words/refusalsZh";
import {
  list,
  megabytes,
  minutes,
  moment,
  stranded,
  text,
  type Facts,
  type Say,
  type Sentence,
} from "@/lib/words/saying";

const enDeliverable: Readonly<Record<string, (facts: Facts) => Sentence>> = {
  file_needed: (f) => ({ what: "No file was chosen.", how: `Choose one of these kinds: ${list(f["types"])}.` }),
  wrong_file_type: (f) => ({ what: "Not the right kind of file.", how: `It takes ${list(f["types"])}.` }),
  too_short: (f) => ({
    what: `Too short: ${text(f["length"])} so far.`,
    how: `Write at least ${text(f["least"])} characters.`,
  }),
  too_long: (f) => ({ what: "Too long.", how: `At most ${text(f["most"])} characters.` }),
  form_incomplete: () => ({ what: "The form is not complete yet.", how: "Fill it in, then hand it in." }),
  not_by_hand: () => ({
    what: "This is not handed in by hand.",
    how: "It counts by itself once you log a contact, create the record, or the customer confirms.",
  }),
};

/** The same in English. */
export const en: Record<keyof typeof zh, Say> = {
  not_found: {
    what: "There is nothing here, or you may not see it.",
    how: "It may have a new owner; go back to the list.",
  },
  forbidden: { what: "You may not do this.", how: "Ask your manager or the administrator." },
  someone_was_first: { what: "Someone has just changed this.", how: "Look at the new content, then decide." },
  key_used: { what: "This was not done: its key has named another act.", how: "Reload the page and try again." },
  invalid: { what: "Some of it cannot be taken as it is.", how: "Correct what is marked and save again." },
  refused: { what: "This cannot be done now.", how: "Reload the page to see how things stand." },
  fault: { what: "Something broke; it was recorded.", how: "Please try again in a moment." },
  unavailable: { what: "The database cannot be reached.", how: "In a moment, see whether it was done, or try again." },
  no_room: {
    what: "The server's disk is full; nothing was saved.",
    how: "Keep what you filled in. Ask whoever runs the system to make room, then try again.",
  },
  too_slow: { what: "This question takes too long.", how: "Narrow it down: a shorter time, or one team." },
  too_large: (f) => {
    const most = megabytes(f["limit"]);
    return {
      what: "This is too large.",
      how: most === null ? "Send it in parts." : `At most ${most} MB: send it in parts.`,
    };
  },
  not_logged_in: { what: "Your log-in has expired.", how: "Log in again; what you typed is kept." },
  wrong_login: { what: "Login or password is wrong.", how: "Check upper and lower case, or ask the administrator." },
  wrong_password: { what: "The present password is not right.", how: "Check upper and lower case." },
  password_must_change: { what: "First choose a password of your own.", how: "Then you can go on." },
  too_many_tries: (f) => ({ what: "Too many wrong tries.", how: `Try again in ${minutes(f["retry_after"])} min.` }),
  from_elsewhere: { what: "This request did not come from our own page.", how: "Reload the page and try again." },
  no_workspace: { what: "There is no such workspace.", how: "Check the name in the link." },
  thing_gone: { what: "This is done, or somebody else has it by now.", how: "The list is up to date again." },
  thing_not_ticked: { what: "This can't be ticked off.", how: "Open it: a review is decided, a stage is advanced." },
  thing_not_given: { what: "What expires can't be given away.", how: "Hand over its record instead." },
  thing_not_seen: { what: "This colleague does not see what it is about.", how: "Choose somebody who does." },
  thing_too_many_hands: { what: "This was passed on three times already.", how: "Talk to whoever gave it to you." },
  thing_asked_already: { what: "This colleague was asked for it today already.", how: "Nudge them instead." },
  thing_nudged_already: { what: "Somebody asked about this within the hour.", how: "Wait a little, or call." },
  went_into: { what: "This record became one with another.", how: "Open the one that stayed." },
  merge_still_runs: {
    what: "A record that would go still has a journey under way, and a record has one journey only.",
    how: "Keep the one under way, or tick to close the journeys of the others as merged.",
  },
  nobody_to_share: {
    what: "There is nobody to ask for this one.",
    how: "You see it already, or its owner does not work here. Look again.",
  },
  merge_not_undoable: { what: "This merge can't be taken back any more.", how: "It can be within 30 days, and once." },
  handover_under_way: { what: "This person's work is being handed over.", how: "Wait until that is done." },
  handover_changed: (f) => ({
    what: `Something has changed since you looked: ${text(f["count"])} items now. Nothing was handed over.`,
    how: "Look again, then confirm.",
  }),
  handover_not_undoable: {
    what: "This handover can't be taken back any more.",
    how: "That is possible once, within a day after it is done; hand over anew instead.",
  },
  claimed_already: (f) => ({
    what: `Too late: ${text(f["name"])} has just claimed it.`,
    how: "Have a look at the others in the pool.",
  }),
  claimed_enough_today: (f) => ({
    what: `You have claimed ${text(f["most"])} today, which is all one may.`,
    how: "You may claim again tomorrow.",
  }),
  holds_enough: (f) => ({
    what: `You still have ${text(f["most"])} that you claimed from this pool, which is all one may.`,
    how: "Return what you don't work on, then claim again.",
  }),
  cooling_down: (f) => ({
    what: `It was yours before; you can't claim it again until ${moment(f["until"], "en")}.`,
    how: "Others go first until then.",
  }),
  pool_protected: (f) => ({
    what: `It was claimed not long ago and is protected until ${moment(f["until"], "en")}.`,
    how: "Take it back after that day, or ask its owner to return it.",
  }),
  no_pool: {
    what: "There is no pool for records of this kind.",
    how: "An administrator may set one up at the design desk.",
  },
  transfer_under_way: { what: "Journeys of this process are being moved.", how: "Wait until that is done." },
  nothing_to_undo: { what: "This move was taken back already, or is not done yet.", how: "Look at what was moved." },
  gate_closed: { what: "The next stage is not open yet.", how: "Add what is missing below." },
  gate_open: { what: "Nothing is missing: no exception is needed.", how: "Just move on." },
  journey_over: { what: "This journey has ended.", how: "It rests; start a new one if need be." },
  nobody_to_ask: {
    what: "Nobody can be asked: there is no manager, or this colleague does not see the record.",
    how: "Choose a colleague who sees it.",
  },
  no_such_stage: { what: "It cannot go to that stage from here.", how: "See which stage comes next." },
  reason_needed: { what: "A reason is missing.", how: "Say why in a sentence." },
  no_such_deliverable: { what: "This stage does not ask for that.", how: "Reload the page to see what it asks for." },
  wrong_deliverable: (f) =>
    enDeliverable[text(f["why"])]?.(f) ?? { what: "This is not what is asked for.", how: "See what it takes." },
  link_over: { what: "This link has expired.", how: "Ask for a new one." },
  nothing_to_send: { what: "There is no file to send yet.", how: "Upload it first, then ask the customer." },
  not_unique: { what: "Two records have the same value here.", how: "Join them first." },
  still_needed: { what: "This record is still needed and cannot be deleted.", how: "See what refers to it." },
  field_hidden: { what: "You may not filter by a field you cannot see.", how: "Remove that filter." },
  field_graded: {
    what: "Grading rules work this field out; nobody sets it.",
    how: "Change what the rules look at and it follows; the rules stand in the design desk under Grades.",
  },
  field_closed: { what: "One of the fields is not yours to change.", how: "Change only what you may." },
  cannot_be_kept: { what: "This value cannot be kept as it is.", how: "Write it in another way." },
  bad_cursor: { what: "The list has just changed.", how: "Reload and begin at its top." },
  ...enApprovals,
  no_such_object: { what: "There is no such object.", how: "Reload the page; it may have another name now." },
  no_such_metric: { what: "There is no such metric.", how: "Choose one of the list." },
  wrong_file_type: {
    what: "The content does not match the name, or this kind is not taken.",
    how: "Save it anew and upload that.",
  },
  file_too_large: (f) => {
    const most = megabytes(f["limit"]);
    return { what: "The file is too large.", how: most === null ? "Make it smaller." : `At most ${most} MB.` };
  },
  file_too_deep: {
    what: "Opened, this file would be far larger than it looks; it was not taken.",
    how: "Save it anew.",
  },
  empty_file: { what: "The file is empty.", how: "Check it and choose again." },
  unreadable_file: { what: "This cannot be read as a table.", how: "Save it as CSV UTF-8 or XLSX." },
  unreadable_text: { what: "The text cannot be read.", how: "Save it as CSV UTF-8 or XLSX." },
  not_a_table: { what: "This is not a table.", how: "Upload CSV or XLSX with headings in the first row." },
  unclosed_quote: {
    what: "A quotation mark is never closed.",
    how: "Open it in a spreadsheet program and save it again.",
  },
  no_header: { what: "The first row has no headings.", how: "Name each column in the first row." },
  no_rows: { what: "There are headings, but no rows.", how: "Is it the right file?" },
  duplicate_headers: { what: "Several columns have the same heading.", how: "Give each its own name." },
  table_too_large: { what: "The file is larger than one import takes.", how: "Split it." },
  not_a_log: { what: "This is no event log, or it is damaged.", how: "Send CSV or XES, plain or gzipped." },
  columns_unclear: { what: "Which column is the case, the activity, the time?", how: "Name the columns." },
  no_such_column: { what: "The file has no such column.", how: "Check its name." },
  too_many_activities: {
    what: "The log has more activities than a process has stages.",
    how: "Leave out the rare ones, or group them.",
  },
  name_in_use: { what: "There is a process of that name, and it came from no log.", how: "Choose another name." },
  unpacks_too_large: { what: "Unpacked, this workbook is too large; it was not read.", how: "Save it anew." },
  broken_workbook: { what: "The workbook is damaged.", how: "Open it, save it again, and upload that." },
  workbook_locked: { what: "The workbook has a password.", how: "Save a copy without one." },
  no_such_sheet: { what: "The workbook has no such sheet.", how: "Check the sheet's name." },
  took_too_long: { what: "Reading the workbook took too long.", how: "Save it as CSV, or split it." },
  nothing_ready: { what: "No row is ready.", how: "Deal with the problems first." },
  not_checked: { what: "This import was committed or undone already.", how: "Upload the file again for another try." },
  not_done: { what: "There is nothing to take back.", how: "It was not imported, or undone already." },
  changed_since: { what: "People have changed these records since.", how: "Taking the batch back loses that too." },
  team_inside_itself: { what: "A team cannot lie inside itself.", how: "Choose another one." },
  team_in_use: { what: "There are people or teams in it.", how: "Move them first." },
  role_too_wide: { what: "You cannot give more than you may do yourself.", how: "Ask someone who may." },
  grants_too_much: { what: "You cannot give more than you may do yourself.", how: "Ask someone who may." },
  role_held: (f: Facts) => ({
    what: `${text(f["people"])} people have a role that would go.`,
    how: "Give them another role first, then release.",
  }),
  not_yourself: { what: "You cannot do this to yourself.", how: "Ask another administrator." },
  login_taken: { what: "Somebody has this login already.", how: "Choose another." },
  name_taken: (f: Facts) => ({
    what: "There is a workspace of that name on this server.",
    how: `Choose another; if you have just made it, log in${text(f["key"]) === "" ? "" : ` (its key is ${text(f["key"])})`}.`,
  }),
  wrong_code: {
    what: "This is not the set-up code.",
    how: "It is shown where the server was started, and by bihuan workspace code.",
  },
  workspaces_full: (f: Facts) => ({
    what: `This server holds ${text(f["most"])} workspaces and no more.`,
    how: "Ask whoever runs it to raise BIHUAN_MOST_WORKSPACES.",
  }),
  nobody_fits: { what: "Nobody fits.", how: "Look at role, skill and leave, or widen the rule." },
  no_address: { what: "The record has no e-mail address; nothing was sent.", how: "Fill it in and try again." },
  not_outside: {
    what: "This address cannot be called.",
    how: "Only public addresses can, such as https://example.com/hook; none of your own network.",
  },
  leave_overlaps: { what: "There is leave in that time already.", how: "Change the days, or cancel the other one." },
  type_is_for_good: { what: "A field keeps its type.", how: "Add another field instead." },
  tables_busy: { what: "The tables are busy; nothing was changed.", how: "Try again in a minute." },
  blueprint_faulty: { what: "This configuration cannot work as it is.", how: "Correct the places that are named." },
  not_live_yet: { what: "This process does not live yet.", how: "Its numbers come after the release." },
  no_such_pack: { what: "There is no such pack.", how: "Choose one of the list." },
  no_configuration: {
    what: "This is no configuration; it was not read.",
    how: "Change an exported YAML file and send that.",
  },
  versions_meet: { what: "The draft and what lives have changed the same.", how: "Say whose shall stand." },
  combining_breaks: {
    what: "What is taken would not fit what is kept. Nothing was taken.",
    how: "Take both of what is listed, or take less.",
  },
  edit_misfits: { what: "This cannot stand here.", how: "Write it as the hint says." },
  edits_meet: (f) => ({
    what: `${text(f["by"]) || "Somebody"} has just changed the same; yours was not saved.`,
    how: "Look at what stands there now, then change it.",
  }),
  draft_scheduled: {
    what: "This draft waits for its moment and is locked.",
    how: "Call the release off to change it.",
  },
  nothing_scheduled: { what: "This draft waits for no moment.", how: "Load the page anew to see how it is." },
  pilot_running: (f) => ({
    what: `A pilot is running${text(f["number"]) === "" ? "" : ` (v${text(f["number"])})`}: nothing else can be released now.`,
    how: "Release it to all or take it back, on the pilot's page.",
  }),
  pilot_over: { what: "This pilot is over; nothing was changed.", how: "Load the page anew to see how it is." },
  stages_missing: (f) => ({
    what: `What is under way can't come along: ${stranded(f, (stage, count) => `${count} in “${stage}”`, "; ")}, which the draft doesn't have.`,
    how: "Begin without what is under way, or keep the stage in the draft.",
  }),
  nothing_to_turn: { what: "There is nothing to take back or to do again.", how: "Only your own changes can be." },
  draft_behind: (f) => ({
    what: "Another version was released since this draft was begun.",
    how: `Bring it up to what lives${text(f["live"]) === "" ? "" : ` (v${text(f["live"])})`}, then release.`,
  }),
};
