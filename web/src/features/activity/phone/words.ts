import { dictionary } from "@/lib/i18n";

/** The words with which the phone asks for a contact. */
export const usePhoneActivityWords = dictionary(
  {
    tomorrow: "明天",
    inThree: "3 天后",
    monday: "下周一",
    noDate: "先不定",
    otherDay: "选日期",
    day: "哪一天",
    sayFirst: "请先写一句说了什么",
    saveIt: "存为跟进",
    offline: "没有网络，写的还在手机里",
  },
  {
    tomorrow: "Tomorrow",
    inThree: "In 3 days",
    monday: "Next Monday",
    noDate: "Not yet",
    otherDay: "Pick a day",
    day: "Which day",
    sayFirst: "Write what was said first",
    saveIt: "Save the contact",
    offline: "No network: what you wrote is still in your phone",
  },
);
