import type { Lang } from "@/lib/i18n";

type Facts = Readonly<Record<string, unknown>>;

/** What happened, and what to do about it. */
export interface Sentence {
  what: string;
  how: string;
}

type Say = Sentence | ((facts: Facts) => Sentence);

const minutes = (value: unknown) => (typeof value === "number" ? Math.max(1, Math.ceil(value / 60)) : 15);
const megabytes = (value: unknown) => (typeof value === "number" ? Math.round(value / 2 ** 20) : null);
const list = (value: unknown) => (Array.isArray(value) ? value.map(String).join(" / ") : "");
const text = (value: unknown) => (typeof value === "string" || typeof value === "number" ? String(value) : "");

const zhDeliverable: Readonly<Record<string, (facts: Facts) => Sentence>> = {
  file_needed: (f) => ({ what: "还没有选文件。", how: `请选一份 ${list(f["types"])} 文件。` }),
  wrong_file_type: (f) => ({ what: "文件类型不对。", how: `这里要 ${list(f["types"])}，请换一份。` }),
  too_short: (f) => ({ what: `写得太短，现在 ${text(f["length"])} 个字。`, how: `至少要 ${text(f["least"])} 个字。` }),
  too_long: (f) => ({ what: "写得太长。", how: `最多 ${text(f["most"])} 个字，请精简。` }),
  form_incomplete: () => ({ what: "表单还没有填全。", how: "请填好再提交。" }),
  not_by_hand: () => ({ what: "这一项不用手动提交。", how: "记一笔跟进、新建记录，或等客户确认，会自动算上。" }),
};

const enDeliverable: typeof zhDeliverable = {
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

const zh = {
  not_found: { what: "这里没有内容，或者你看不到它。", how: "它可能已移交给别人，请返回列表。" },
  forbidden: { what: "你没有做这件事的权限。", how: "请找主管或系统管理员。" },
  someone_was_first: { what: "别人刚改过。", how: "看一眼新内容，再决定用谁的。" },
  key_used: { what: "这一步没有做：编号和之前的另一步重复了。", how: "请刷新页面再做一次。" },
  invalid: { what: "有几处填得不对。", how: "请按提示改好再保存。" },
  refused: { what: "现在不能这样做。", how: "请刷新页面看看最新情况。" },
  fault: { what: "出错了，已自动记录。", how: "请稍后重试。" },
  unavailable: { what: "暂时连不上数据库。", how: "请过几秒看看是否已经做成，没有就再试一次。" },
  no_room: { what: "服务器磁盘已满，没有保存。", how: "先不要关掉填好的内容，请系统管理员清理磁盘后再试。" },
  too_slow: { what: "这个问题要算太久。", how: "请缩小范围，比如换短一点的时间或一个团队。" },
  too_large: (f: Facts) => {
    const most = megabytes(f["limit"]);
    return { what: "内容太大。", how: most === null ? "请分成几份。" : `最多 ${most} MB，请压缩或分成几份。` };
  },
  not_logged_in: { what: "登录已过期。", how: "请重新登录，填好的内容不会丢。" },
  wrong_login: { what: "账号或密码不对。", how: "请检查大小写，忘了密码请找系统管理员。" },
  wrong_password: { what: "现在的密码不对。", how: "请检查大小写再输一次。" },
  password_must_change: { what: "要先换一个自己的密码。", how: "换好就能继续。" },
  too_many_tries: (f: Facts) => ({
    what: "试错次数太多，先停一下。",
    how: `请 ${minutes(f["retry_after"])} 分钟后再试。`,
  }),
  from_elsewhere: { what: "这个请求不是从本站页面发出的。", how: "请刷新页面再试。" },
  no_workspace: { what: "没有这个企业空间。", how: "请检查链接里的空间名。" },
  gate_closed: { what: "还不能进入下一步。", how: "把下面缺的补上就可以。" },
  gate_open: { what: "条件已经齐了，不需要例外通行。", how: "直接点“进入下一步”。" },
  journey_over: { what: "这单已经结束。", how: "结束以后不再变动，需要的话请新建一单。" },
  no_such_stage: { what: "不能从这里到那一步。", how: "请看流程里的下一步是什么。" },
  reason_needed: { what: "还没有写原因。", how: "写一句原因再继续。" },
  no_such_deliverable: { what: "这一步不要这份交付物。", how: "请刷新页面，看看这一步要什么。" },
  wrong_deliverable: (f: Facts) =>
    zhDeliverable[text(f["why"])]?.(f) ?? { what: "交的和要求的不一样。", how: "请看要求再提交。" },
  link_over: { what: "这个链接已经过期。", how: "请让销售重新发一个。" },
  nothing_to_send: { what: "还没有可以发给客户的文件。", how: "先上传文件，再发给客户确认。" },
  not_unique: { what: "有两条记录在这一项上相同。", how: "先合并它们，再设为不可重复。" },
  still_needed: { what: "这条记录还有别的内容在用，不能删除。", how: "先处理引用它的记录。" },
  field_hidden: { what: "你看不到这个字段，不能按它筛选。", how: "请去掉这个筛选条件。" },
  field_closed: { what: "有你不能改的字段。", how: "请只改你有权限的内容。" },
  cannot_be_kept: { what: "这个值没法原样存下来。", how: "请换一种写法。" },
  bad_cursor: { what: "列表刚变过。", how: "请刷新，从头看。" },
  no_such_object: { what: "没有这种对象。", how: "请刷新页面，它可能已经改名。" },
  no_such_metric: { what: "没有这个指标。", how: "请从指标列表里选。" },
  wrong_file_type: { what: "文件内容和它的名字不一致，或者类型不收。", how: "请用原来的软件另存一份再上传。" },
  file_too_large: (f: Facts) => {
    const most = megabytes(f["limit"]);
    return { what: "文件太大。", how: most === null ? "请压缩后再上传。" : `最多 ${most} MB，请压缩后再上传。` };
  },
  file_too_deep: { what: "这个文件解开后大得不正常，没有接收。", how: "请换一份正常保存的文件。" },
  empty_file: { what: "文件是空的。", how: "请检查后重新选。" },
  unreadable_file: { what: "这个文件读不出表格。", how: "请另存为 CSV UTF-8 或 XLSX。" },
  unreadable_text: { what: "文字编码读不出来。", how: "请另存为 CSV UTF-8 或 XLSX。" },
  not_a_table: { what: "这不是一张表。", how: "请上传 CSV 或 XLSX，第一行是表头。" },
  unclosed_quote: { what: "有一个引号没有配对。", how: "请在表格软件里打开，另存后再上传。" },
  no_header: { what: "第一行没有表头。", how: "请在第一行写上每一列叫什么。" },
  no_rows: { what: "只有表头，没有数据。", how: "请检查是不是选错了文件。" },
  duplicate_headers: { what: "有几列的表头相同。", how: "请给每一列不同的名字。" },
  table_too_large: { what: "表太大，一次导不完。", how: "请拆成几份。" },
  not_a_log: { what: "这不是事件日志，或者文件已损坏。", how: "请用 CSV 或 XES，可以用 gzip 压缩。" },
  columns_unclear: { what: "看不出哪一列是案例、活动和时间。", how: "请写明列名。" },
  no_such_column: { what: "文件里没有这一列。", how: "请核对列名。" },
  too_many_activities: { what: "活动种类比流程能有的节点还多。", how: "请去掉少见的，或合并成几类。" },
  name_in_use: { what: "已经有同名的流程，它不是从日志来的。", how: "请换一个流程名。" },
  unpacks_too_large: { what: "这个表格解开后大得不正常，没有读取。", how: "请另存一份正常的表格。" },
  broken_workbook: { what: "表格文件已损坏。", how: "请打开后另存一份再上传。" },
  workbook_locked: { what: "表格有密码。", how: "请另存一份没有密码的。" },
  no_such_sheet: { what: "表格里没有这一页。", how: "请检查工作表的名字。" },
  took_too_long: { what: "读这个表格花的时间太长。", how: "请另存为 CSV，或拆成几份。" },
  nothing_ready: { what: "没有可以导入的行。", how: "先处理上面的问题。" },
  not_checked: { what: "这批已经导入或撤销过。", how: "要再来一次，请重新上传文件。" },
  not_done: { what: "这批没有可以撤销的内容。", how: "它还没导入，或已经撤销。" },
  changed_since: { what: "导入以后有人改过这些记录。", how: "撤销会连这些改动一起丢掉。" },
  team_inside_itself: { what: "团队不能放进它自己里面。", how: "请选别的上级。" },
  team_in_use: { what: "团队里还有人或下级团队。", how: "先把他们移走。" },
  role_too_wide: { what: "不能给出比你自己更大的权限。", how: "请找权限更大的管理员。" },
  grants_too_much: { what: "不能给出比你自己更大的权限。", how: "请找权限更大的管理员。" },
  not_yourself: { what: "不能对自己这样做。", how: "请找另一位管理员。" },
  login_taken: { what: "这个账号已经有人用了。", how: "请换一个。" },
  name_taken: { what: "这个空间名已经有了。", how: "请换一个。" },
  leave_overlaps: { what: "这段时间已经有请假。", how: "请改时间，或先取消那一次。" },
  type_is_for_good: { what: "字段类型定了就不能改。", how: "请另建一个字段。" },
  tables_busy: { what: "数据表正忙，什么都没有改。", how: "请过一分钟再试。" },
  blueprint_faulty: { what: "这份配置有问题，没有发布。", how: "请按列出的位置改好。" },
  no_such_pack: { what: "没有这个模板包。", how: "请从列表里选。" },
  no_configuration: { what: "这不是一份配置，没有读取。", how: "请用导出的 YAML 文件改好再来。" },
  versions_meet: { what: "草稿和线上改了同一处。", how: "请选一边，再跟上线上版本。" },
  edit_misfits: { what: "这样改不行。", how: "请按提示换一种写法。" },
  edits_meet: (f: Facts) => ({
    what: `${text(f["by"]) || "别人"}刚改了同一处，没有保存你的。`,
    how: "请看一眼对方改的，再改一次。",
  }),
  nothing_to_turn: { what: "没有可以撤销或重做的改动。", how: "只能撤销自己改的。" },
  draft_behind: (f: Facts) => ({
    what: "这份草稿开始以后，线上又发布了新版本。",
    how: `请先让草稿跟上线上${text(f["live"]) === "" ? "版本" : ` v${text(f["live"])}`}，再发布。`,
  }),
} satisfies Record<string, Say>;

/** Every code a refusal of the server can carry to a screen. */
export type RefusalCode = keyof typeof zh;

const en: Record<RefusalCode, Say> = {
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
  gate_closed: { what: "The next stage is not open yet.", how: "Add what is missing below." },
  gate_open: { what: "Nothing is missing: no exception is needed.", how: "Just move on." },
  journey_over: { what: "This journey has ended.", how: "It rests; start a new one if need be." },
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
  field_closed: { what: "One of the fields is not yours to change.", how: "Change only what you may." },
  cannot_be_kept: { what: "This value cannot be kept as it is.", how: "Write it in another way." },
  bad_cursor: { what: "The list has just changed.", how: "Reload and begin at its top." },
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
  not_yourself: { what: "You cannot do this to yourself.", how: "Ask another administrator." },
  login_taken: { what: "Somebody has this login already.", how: "Choose another." },
  name_taken: { what: "There is a workspace of that name.", how: "Choose another." },
  leave_overlaps: { what: "There is leave in that time already.", how: "Change the days, or cancel the other one." },
  type_is_for_good: { what: "A field keeps its type.", how: "Add another field instead." },
  tables_busy: { what: "The tables are busy; nothing was changed.", how: "Try again in a minute." },
  blueprint_faulty: { what: "This configuration cannot work as it is.", how: "Correct the places that are named." },
  no_such_pack: { what: "There is no such pack.", how: "Choose one of the list." },
  no_configuration: {
    what: "This is no configuration; it was not read.",
    how: "Change an exported YAML file and send that.",
  },
  versions_meet: { what: "The draft and what lives have changed the same.", how: "Say whose shall stand." },
  edit_misfits: { what: "This cannot stand here.", how: "Write it as the hint says." },
  edits_meet: (f) => ({
    what: `${text(f["by"]) || "Somebody"} has just changed the same; yours was not saved.`,
    how: "Look at what stands there now, then change it.",
  }),
  nothing_to_turn: { what: "There is nothing to take back or to do again.", how: "Only your own changes can be." },
  draft_behind: (f) => ({
    what: "Another version was released since this draft was begun.",
    how: `Bring it up to what lives${text(f["live"]) === "" ? "" : ` (v${text(f["live"])})`}, then release.`,
  }),
};

const spoken: Record<Lang, Record<string, Say>> = { zh, en };

/** The sentence for a refusal of the server; null for a code nobody has written one for. */
export function sentenceFor(code: string, facts: Facts, lang: Lang): Sentence | null {
  const said = spoken[lang][code];
  if (said === undefined) return null;
  return typeof said === "function" ? said(facts) : said;
}

/** Every code there is a sentence for. */
export const codes: readonly string[] = Object.keys(zh);
