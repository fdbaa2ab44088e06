/** The parts of a configuration, as the list of them calls them. */
const zh = {
  groups: {
    process: "流程",
    rules: "规则",
    objects: "对象和字段",
    forms: "表单",
    relations: "关联",
    roles: "角色和权限",
    dictionaries: "选项表",
    grades: "客户等级",
    activities: "跟进方式",
    dashboards: "看板",
    calendar: "工作日历",
  },
};

const en: typeof zh = {
  groups: {
    process: "Processes",
    rules: "Rules",
    objects: "Objects and fields",
    forms: "Forms",
    relations: "Relations",
    roles: "Roles and rights",
    dictionaries: "Dictionaries",
    grades: "Grades",
    activities: "Kinds of activity",
    dashboards: "Dashboards",
    calendar: "Working calendar",
  },
};

export const partsWords = { zh, en };
