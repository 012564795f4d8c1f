/**
 * The words of spec documents in the languages that people write them in. Everything is lower case and compared after
 * `plainWords`. A language is added by adding its words; nothing else knows languages.
 */

/** Words before a number that make a heading a requirement: "Requirement 1". Longer words first where one begins another. */
export const REQUIREMENT_WORDS = [
  ...['requirements', 'requirement', 'req'],
  ...['要件', '要求事項', '要求', '需求', '需求项', '需求項', '요구사항', '요구 사항'],
  ...['требование', 'требования', 'вимога', 'exigence', 'exigences', 'requisito', 'requisitos', 'requerimiento'],
  ...['anforderung', 'anforderungen', 'yêu cầu', 'wymaganie', 'gereksinim', 'eis', 'vereiste', 'persyaratan'],
];

/** Titles of the section that holds the requirements. */
export const REQUIREMENTS_TITLES = [
  ...REQUIREMENT_WORDS,
  ...['functional requirements', 'non-functional requirements', 'requirements list'],
  ...['機能要件', '非機能要件', '要件一覧', '功能需求', '非功能需求', '需求列表', '요구사항 목록', '기능 요구사항'],
  ...['функциональные требования', 'exigences fonctionnelles', 'requisitos funcionais', 'requisitos não funcionais'],
  ...['requisitos funcionales', 'requisitos no funcionales', 'funktionale anforderungen', 'yêu cầu chức năng'],
];

/** Parts of a heading or a bold label that make what follows acceptance criteria. */
export const CRITERIA_WORDS = [
  ...['acceptance criteria', 'acceptance criterion', 'acceptance conditions'],
  ...[
    '受け入れ基準',
    '受入基準',
    '受け入れ条件',
    '受入条件',
    '受入れ基準',
    '验收标准',
    '驗收標準',
    '验收准则',
    '驗收準則',
    '驗收條件',
    '验收条件',
  ],
  ...['수용 기준', '수락 기준', '인수 기준', '합격 기준', '승인 기준', '수용기준', '인수기준'],
  ...['критерии приемки', 'критерии приёмки', 'критерии принятия', 'критерії приймання'],
  ...["critères d'acceptation", 'critères d’acceptation', 'criteres d’acceptation', "criteres d'acceptation"],
  ...['critérios de aceitação', 'critérios de aceite', 'criterios de aceptación', 'criterios de aceptacion'],
  ...['akzeptanzkriterien', 'abnahmekriterien', 'tiêu chí chấp nhận', 'tiêu chí chấp thuận', 'tiêu chí nghiệm thu'],
  ...[
    'criteri di accettazione',
    'kryteria akceptacji',
    'kabul kriterleri',
    'acceptatiecriteria',
    'kriteria penerimaan',
  ],
];

/** Labels of the user story. */
export const STORY_WORDS = [
  ...['user story', 'user stories', 'objective', 'story'],
  ...[
    'ユーザーストーリー',
    'ユーザストーリー',
    '目的',
    '用户故事',
    '使用者故事',
    '用戶故事',
    '目标',
    '目標',
    '사용자 스토리',
    '사용자스토리',
    '목적',
  ],
  ...['пользовательская история', 'история пользователя', 'користувацька історія', 'récit utilisateur', 'user-story'],
  ...[
    'histoire utilisateur',
    'história de usuário',
    'história do usuário',
    'história de utilizador',
    'historia de usuario',
  ],
  ...['benutzergeschichte', 'anwendergeschichte', 'nutzergeschichte', 'câu chuyện người dùng', 'user story (história)'],
  ...['storia utente', 'historia użytkownika', 'kullanıcı hikayesi', 'gebruikersverhaal'],
];

export const GLOSSARY_WORDS = [
  ...[
    'glossary',
    'terms',
    'terminology',
    'definitions',
    '用語集',
    '用語',
    '用語定義',
    '术语表',
    '术语',
    '術語表',
    '術語',
    '词汇表',
    '詞彙表',
  ],
  ...[
    '용어 설명',
    '용어집',
    '용어',
    '용어 정의',
    'глоссарий',
    'глоссарь',
    'термины',
    'словарь',
    'глосарій',
    'glossaire',
  ],
  ...['glossário', 'glosario', 'glossar', 'begriffe', 'bảng thuật ngữ', 'thuật ngữ', 'chú giải thuật ngữ', 'glossario'],
];

/** Titles of the section of tasks.md that holds the tasks. */
export const TASKS_TITLES = [
  ...[
    'tasks',
    'task list',
    'implementation tasks',
    'タスク',
    'タスク一覧',
    '実装タスク',
    '任务',
    '任務',
    '任务列表',
    '任務列表',
    '实现任务',
  ],
  ...[
    '작업',
    '작업 목록',
    '태스크',
    '구현 작업',
    'задачи',
    'список задач',
    'завдання',
    'tâches',
    'liste des tâches',
    'tarefas',
  ],
  ...[
    'lista de tarefas',
    'tareas',
    'lista de tareas',
    'aufgaben',
    'aufgabenliste',
    'nhiệm vụ',
    'công việc',
    'danh sách nhiệm vụ',
  ],
  ...['attività', 'zadania', 'görevler', 'taken'],
];

/** Words before a task's number: "Task 1". */
export const TASK_WORDS = [
  ...['task', 'タスク', '任务', '任務', '작업', '태스크', 'задача', 'завдання', 'tâche', 'tarefa', 'tarea', 'aufgabe'],
  ...['nhiệm vụ', 'công việc', 'zadanie', 'görev', 'taak', 'attività'],
];

/** Words before a property's number: "Property 1". */
export const PROPERTY_WORDS = [
  ...[
    'correctness property',
    'property',
    'プロパティ',
    '性质',
    '性質',
    '属性',
    '屬性',
    '속성',
    '성질',
    'свойство',
    'властивість',
  ],
  ...['propriété', 'propriedade', 'propiedad', 'eigenschaft', 'thuộc tính', 'tính chất', 'proprietà', 'właściwość'],
];

/** Keys that link a task or a property to what it validates. */
export const VALIDATES_KEYS = [
  ...[
    'validates',
    'validate',
    'validated',
    'verifies',
    '検証対象',
    '検証',
    '検証する要件',
    '验证',
    '驗證',
    '验证需求',
    '검증',
    '검증 대상',
  ],
  ...['проверяет', 'валидирует', 'подтверждает', 'перевіряє', 'valide', 'vérifie', 'valida', 'verifica', 'validiert'],
  ...['prüft', 'xác thực', 'kiểm chứng', 'xác nhận', 'convalida', 'doğrular', 'weryfikuje'],
];

/** Keys of the requirement references of a task. */
export const REFERENCE_KEYS = [
  ...REQUIREMENT_WORDS,
  ...[
    'reqs',
    'requirement ids',
    '対応要件',
    '关联需求',
    '對應需求',
    '对应需求',
    '관련 요구사항',
    'связанные требования',
  ],
  ...['exigences couvertes', 'yêu cầu liên quan', 'требованиe'],
];

/** "All", as the whole of a reference or before "requirements". */
export const ALL_WORDS = [
  ...[
    'all',
    'every',
    'すべて',
    '全て',
    '全',
    '全要件',
    '全部',
    '所有',
    '全部需求',
    '所有需求',
    '모든',
    '모두',
    '전체',
    'все',
    'всі',
  ],
  ...['toutes', 'tous', 'todos', 'todas', 'alle', 'tất cả', 'tutti', 'wszystkie', 'tüm'],
];

/** A task marked in words. */
export const OPTIONAL_WORDS = [
  ...[
    'optional',
    'オプション',
    '任意',
    '可选',
    '可選',
    '选做',
    '선택',
    '선택 사항',
    '선택사항',
    'опционально',
    'необязательно',
  ],
  ...[
    'необязательная',
    'facultatif',
    'optionnel',
    'opcional',
    'tùy chọn',
    'tuỳ chọn',
    'không bắt buộc',
    'opzionale',
    'opcjonalne',
  ],
];

/** Titles of the section that holds the wave graph. */
export const GRAPH_TITLES = [
  ...['task dependency graph', 'dependency graph', 'task graph', 'task dependencies', 'waves', 'execution waves'],
  ...[
    'タスク依存関係グラフ',
    'タスク依存グラフ',
    '依存関係グラフ',
    '任务依赖图',
    '任務依賴圖',
    '任务依赖关系图',
    '依赖图',
    '任務相依圖',
  ],
  ...[
    '작업 의존성 그래프',
    '작업 종속성 그래프',
    '태스크 의존성 그래프',
    '의존성 그래프',
    'граф зависимостей задач',
    'граф зависимостей',
  ],
  ...[
    'graphe de dépendances des tâches',
    'graphe de dépendances',
    'grafo de dependências de tarefas',
    'grafo de dependências',
  ],
  ...['grafo de dependencias de tareas', 'grafo de dependencias', 'aufgabenabhängigkeitsgraph', 'abhängigkeitsgraph'],
  ...['đồ thị phụ thuộc nhiệm vụ', 'đồ thị phụ thuộc', 'biểu đồ phụ thuộc nhiệm vụ'],
];

/** The three sections of bugfix.md, by words that their titles hold. */
export const CLAUSE_SECTIONS: readonly { readonly id: string; readonly words: readonly string[] }[] = [
  {
    id: '3',
    words: [
      ...[
        'unchanged',
        'regression',
        'preserv',
        '変更されない',
        '変更しない',
        '不変',
        '维持',
        '維持',
        '不变',
        '不變',
        '回归',
        '회귀',
        '변경되지',
        '유지',
      ],
      ...['неизмен', 'сохран', 'inchang', 'inalterad', 'sin cambios', 'unveränd', 'không thay đổi', 'không đổi'],
    ],
  },
  {
    id: '2',
    words: [
      ...[
        'expected',
        '期待',
        '正しい',
        '预期',
        '預期',
        '期望',
        '기대',
        '예상',
        'ожидаем',
        'attendu',
        'esperad',
        'erwartet',
        'mong đợi',
      ],
    ],
  },
  {
    id: '1',
    words: [
      ...[
        'current',
        '現在',
        '当前',
        '目前',
        '當前',
        '现状',
        '현재',
        'текущ',
        'actuel',
        'atual',
        'actual',
        'aktuell',
        'hiện tại',
      ],
    ],
  },
];

/** A heading or a key without marks, emphasis, numbering and symbols around it, lower case, full-width forms narrowed. */
export function plainWords(text: string): string {
  if (text === lastText) {
    return lastPlain;
  }
  lastText = text;
  lastPlain = PLAIN_ASCII.test(text) ? withoutEnd(text.toLowerCase(), ' :.') : keptPlain(text);
  return lastPlain;
}

/** One heading is asked several questions in a row. */
let lastText = '';
let lastPlain = '';

function keptPlain(text: string): string {
  const known = plainWordsOf.get(text);
  if (known !== undefined) {
    return known;
  }
  if (plainWordsOf.size >= 1000) {
    plainWordsOf.clear();
  }
  const plain = makePlain(text);
  plainWordsOf.set(text, plain);
  return plain;
}

/** Begins with a letter, single spaces, no marks: what is plain but for its case and its end, as most headings are. */
const PLAIN_ASCII = /^[a-z](?: ?[!"$-)+-^a-~])* ?$/i;

/** The same few headings and keys are asked about again and again, by every one of the questions below. */
const plainWordsOf = new Map<string, string>();

function makePlain(text: string): string {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[*_`#]/g, '')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .replace(/^\d+(?:\.\d+)*[.)]?\s+/, '')
    .replace(/\s+/g, ' ');
  return withoutEnd(plain, ' :.。');
}

/** Without any of the given characters at its end; a regular expression would take quadratic time for it. */
export function withoutEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text[end - 1] ?? '')) {
    end--;
  }
  return text.slice(0, end);
}

/** Words as one alternation for a regular expression, longest first, so that none hides a longer one. */
export function alternation(words: readonly string[]): string {
  return [...new Set(words)]
    .sort((a, b) => b.length - a.length)
    .map((word) => escaped(word).replace(/ /g, '[ \\t]*'))
    .join('|');
}

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const isOneOf = (words: readonly string[]) => {
  const set = new Set(words.map((word) => plainWords(word)));
  return (text: string): boolean => set.has(plainWords(text));
};

const holds = (words: readonly string[]) => {
  const any = new RegExp(words.map((word) => escaped(plainWords(word))).join('|'), 'u');
  return (text: string): boolean => any.test(plainWords(text));
};

export const isRequirementsTitle = isOneOf(REQUIREMENTS_TITLES);
export const isTasksTitle = isOneOf(TASKS_TITLES);
export const isGlossaryTitle = isOneOf(GLOSSARY_WORDS);
export const isGraphTitle = isOneOf(GRAPH_TITLES);
export const isStoryLabel = isOneOf(STORY_WORDS);
const holdsCriteria = holds(CRITERIA_WORDS);
/** Asked first for what nearly every one is. */
export const isCriteriaLabel = (text: string): boolean => text === 'Acceptance Criteria' || holdsCriteria(text);
export const isValidatesKey = isOneOf(VALIDATES_KEYS);
export const isReferenceKey = isOneOf(REFERENCE_KEYS);
