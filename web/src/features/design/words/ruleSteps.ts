import { dictionary } from "@/lib/i18n";

/** The words that new actions of rules begin with: whoever adds one writes their own over them. */
export const useStepWords = dictionary(
  {
    task: (title: string) => `跟进一下：{${title}}`,
    alert: (title: string) => `{${title}} 需要看一下`,
    label: (): string => "资料",
    push: (title: string) => `这份资料用得上：{${title}}`,
    subject: (title: string) => `关于 {${title}}`,
    mail: (title: string) => `您好，关于 {${title}}，我们稍后和您联系。`,
    demand: (): string => "补充说明",
  },
  {
    task: (title) => `Follow up: {${title}}`,
    alert: (title) => `{${title}} needs a look`,
    label: () => "Material",
    push: (title) => `Useful for this: {${title}}`,
    subject: (title) => `About {${title}}`,
    mail: (title) => `Hello, about {${title}}: we will be in touch soon.`,
    demand: () => "More about it",
  },
);
