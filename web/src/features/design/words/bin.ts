/** What the bin says. */
const zh = {
  bin: "回收站",
  binIntro: "发布时拿掉的字段和对象先藏起来，内容保留 30 天。恢复到草稿里，发布以后内容就回来了。",
  binEmpty: "回收站是空的",
  binEmptyHint: "最近 30 天发布的版本没有拿掉字段或对象。",
  binWhat: "拿掉了什么",
  binWhen: "什么时候",
  binBy: "哪个版本、谁",
  binLeft: "还剩",
  binValues: "里面有",
  binObject: "整个对象",
  binDays: (days: number) => `${days} 天`,
  binFilled: (count: number) => `${count} 条记录填过`,
  binRecords: (count: number) => `${count} 条记录`,
  binRestore: "恢复到草稿",
  binRestoreOf: (name: string) => `恢复到草稿：${name}`,
  binStanding: "草稿里已经有了，发布后生效",
  binNoObject: "先恢复它的对象",
};

const en: typeof zh = {
  bin: "Bin",
  binIntro:
    "Fields and objects that a release took away are hidden and kept for 30 days. Put back into the draft and released, they are there again with all they hold.",
  binEmpty: "The bin is empty",
  binEmptyHint: "No version of the last 30 days took a field or an object away.",
  binWhat: "What went",
  binWhen: "When",
  binBy: "Version, by whom",
  binLeft: "Kept for",
  binValues: "Holds",
  binObject: "Whole object",
  binDays: (days) => (days === 1 ? "1 more day" : `${days} more days`),
  binFilled: (count) => (count === 1 ? "1 record filled in" : `${count} records filled in`),
  binRecords: (count) => (count === 1 ? "1 record" : `${count} records`),
  binRestore: "Put back",
  binRestoreOf: (name) => `Put back: ${name}`,
  binStanding: "In the draft already, lives once released",
  binNoObject: "Put back its object first",
};

export const binWords = { zh, en };
