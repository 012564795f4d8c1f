/** EARS in the languages of real specs: what is right is left alone, and each mistake is told of once, by its own rule. */
import { describe, expect, it } from 'vitest';
import { type DocumentName, diagnosticsOf, parseSpec } from '../../../src/core/specs';
import { ruleOf } from '../../../src/core/specs/severity';
import { languages, specIn } from './languageDocuments';

/** The rules about wording that speak of a requirement whose criteria are these. */
function toldOf(...criteria: readonly string[]): readonly string[] {
  const list = criteria.map((criterion, index) => `${index + 1}. ${criterion}\n`).join('');
  const text = `### Requirement 1: A\n\n#### Acceptance Criteria\n\n${list}`;
  const spec = parseSpec({ path: '/w/.kiro/specs/s', files: { 'requirements.md': text } });
  const rules = diagnosticsOf(spec, 'requirements.md').map(({ code }) => ruleOf(code));
  return rules.flatMap((rule) => (rule?.about === 'wording' ? [rule.name] : []));
}

/** Sentences that are as EARS has them. */
const right: Readonly<Record<string, readonly string[]>> = {
  English: [
    'THE System SHALL keep the input',
    'WHEN a user saves, THE System SHALL keep the file',
    'WHEN a user saves THEN the system SHALL keep the file',
    'IF the file is empty, THEN THE System SHALL show an error',
    'WHILE offline, THE System SHALL keep the changes',
    'WHERE the mode is on, THE System SHALL show the list',
    'THE System SHALL NOT log the password',
    'WHEN a user must log in, THE System SHALL show the page',
  ],
  Japanese: [
    'システムは、入力を保存しなければならない',
    'システムは入力を保存すること。',
    '利用者が保存ボタンを押したとき、システムは入力を保存しなければならない。',
    'WHEN 利用者が保存ボタンを押した THEN システムは入力を保存しなければならない（SHALL）',
    'もしファイルが空の場合、システムはエラーを表示しなければならない',
    'IF ファイルが空である THEN システム SHALL エラーを表示する',
    'WHILE オフラインである間、システムは変更を保持するものとする',
    'WHERE 管理者機能が有効な場合、システムは一覧を表示しなければなりません',
    'システムは、空のファイルを受け付けてはならない',
    'システムは個人情報をログに出力してはいけません。',
    'システムは入力を保存する必要がある',
    'システムは３０秒以内に応答しなければならない',
    'WHEN　利用者が保存した　THEN　システムは保存しなければならない',
    '利用者が保存した場合に、システムは「完了」と表示するべきである',
    'システムは（必須の）項目を保存しなければならない',
    '再起動しなければならない場合、システムは通知しなければならない',
    'ファイルが名前を含むことを確認すること',
    '✅ WHEN 保存する THEN THE System SHALL 通知する',
    'システムは「保存しなければならない」と表示すること',
    '「削除」が押された場合、システムは削除するものとします',
    'システムは、空にならないように、値を保持しなければならない',
    'システムは保存すること（SHALL）',
  ],
  Chinese: [
    '系统应当保存输入',
    '系统应保存输入。',
    '系统必须保存输入',
    '当用户点击保存按钮时，系统应当保存输入',
    '当用户点击保存，则系统应保存输入',
    '如果文件为空，则系统应当显示错误',
    '如果文件为空，那么系统必须显示错误',
    'WHEN 用户点击保存 THEN 系统应当保存输入',
    'WHEN 用户点击保存, THE 系统 SHALL 保存输入',
    'IF 文件为空 THEN THE System SHALL 显示错误',
    '在离线状态下，系统应当保留更改',
    '在用户启用高级模式的情况下，系统须显示列表',
    '若文件為空，系統應當顯示錯誤',
    '系统不得记录密码',
    '系统不应记录密码',
    '应用程序应当保存输入',
    '应用应响应用户',
    '系统应当在3秒内响应',
    '系统应当适应不同屏幕',
    '系统应当显示对应的响应信息',
    '當使用者點擊儲存時，系統必須儲存輸入',
    '系统应当显示“必须填写”的提示',
    '系统应当禁止未登录用户访问',
    '系统无须确认即应保存',
    '应急系统应当在5分钟内供应响应',
    '当用户必须登录时，系统应当显示登录页',
    '系统应当使用快捷键',
    '系統應當在３秒內回應',
    '系统应当支持会话',
  ],
  Korean: [
    '시스템은 입력을 저장해야 한다',
    '시스템은 입력을 저장해야 합니다.',
    '사용자가 저장 버튼을 누르면, 시스템은 입력을 저장해야 한다',
    'WHEN 사용자가 저장하면 THE 시스템 SHALL 입력을 저장한다',
    '만약 파일이 비어 있으면, 시스템은 오류를 표시해야 한다',
    'IF 파일이 비어 있으면 THEN THE System SHALL 오류를 표시한다',
    '오프라인인 동안, 시스템은 변경을 유지하여야 한다',
    '시스템은 비밀번호를 기록해서는 안 된다',
    '시스템은 비밀번호를 기록하지 않아야 한다',
    '시스템은 3초 이내에 응답해야 함',
    '시스템은 알림을 보내야 한다',
    '시스템은 결과를 보여줘야 한다',
    '시스템은 값을 가져야 합니다',
    '시스템은 저장해야 하는 항목을 표시해야 한다',
    '사용자가 로그인하지 않은 경우, 시스템은 거부해야 한다',
    '시스템은 "저장해야 한다"를 표시해야 한다',
  ],
  Russian: [
    'Система должна сохранять ввод',
    'КОГДА пользователь нажимает «Сохранить», система ДОЛЖНА сохранить ввод',
    'КОГДА пользователь сохраняет ТОГДА система ДОЛЖНА сохранить ввод',
    'ЕСЛИ файл пуст, ТО система ДОЛЖНА показать ошибку',
    'Если файл пуст, то система должна показать ошибку',
    'ПОКА нет сети, система ДОЛЖНА хранить изменения',
    'ГДЕ включён режим, система должна показать список',
    'При сохранении файла система должна создать копию',
    'Система не должна записывать пароль',
    'Сервис обязан ответить за 3 секунды',
    'WHEN пользователь сохраняет THEN система SHALL сохранить ввод',
    'Если пользователь должен подтвердить, то система должна ждать',
    'Система ДОЛЖНА показать, что пользователь должен сохранить',
  ],
  French: [
    'Le système doit enregistrer la saisie',
    "QUAND l'utilisateur enregistre, LE système DOIT conserver le fichier",
    "Lorsque l'utilisateur enregistre, le système doit conserver le fichier",
    "Lorsqu'un fichier est vide, le système doit afficher une erreur",
    'SI le fichier est vide, ALORS le système DOIT afficher une erreur',
    "S'il n'y a pas de réseau, alors le système doit garder les modifications",
    'TANT QUE le réseau manque, le système DOIT garder les modifications',
    'LÀ OÙ le mode est actif, le système DOIT afficher la liste',
    'Le système ne doit pas enregistrer le mot de passe',
    'Les services devront répondre en 3 secondes',
    "WHEN l'utilisateur enregistre THEN le système SHALL conserver le fichier",
    "Si l'utilisateur doit confirmer, le système doit attendre",
  ],
  Portuguese: [
    'O sistema deve salvar a entrada',
    'QUANDO o usuário salvar, O sistema DEVE guardar o arquivo',
    'QUANDO o usuário salvar ENTÃO o sistema DEVE guardar o arquivo',
    'SE o arquivo estiver vazio, ENTÃO o sistema DEVE mostrar um erro',
    'Se o arquivo estiver vazio, então o sistema deverá mostrar um erro',
    'ENQUANTO não houver rede, o sistema DEVE manter as alterações',
    'ONDE o modo estiver ativo, o sistema DEVE mostrar a lista',
    'O sistema não deve registrar a senha',
    'WHEN o usuário salvar THEN o sistema SHALL guardar o arquivo',
    'QUANDO o usuário deve confirmar, O sistema DEVE esperar',
  ],
  Spanish: [
    'El sistema debe guardar la entrada',
    'CUANDO el usuario guarda, EL sistema DEBE conservar el archivo',
    'CUANDO el usuario guarda ENTONCES el sistema DEBERÁ conservar el archivo',
    'SI el archivo está vacío, ENTONCES el sistema DEBE mostrar un error',
    'MIENTRAS no haya red, el sistema DEBE conservar los cambios',
    'DONDE el modo esté activo, el sistema DEBE mostrar la lista',
    'El sistema no debe registrar la contraseña',
    'CUANDO el usuario debe confirmar, EL sistema DEBE esperar',
    'El sistema DEBE mostrar el mensaje "debe guardar"',
  ],
  German: [
    'Das System muss die Eingabe speichern',
    'WENN der Benutzer speichert, MUSS das System die Datei behalten',
    'WENN der Benutzer speichert, DANN MUSS das System die Datei behalten',
    'Sobald der Benutzer speichert, soll das System die Datei behalten',
    'FALLS die Datei leer ist, DANN MUSS das System einen Fehler zeigen',
    'SOLANGE das Netz fehlt, MUSS das System die Änderungen behalten',
    'WO der Modus aktiv ist, MUSS das System die Liste zeigen',
    'Das System darf das Passwort nicht speichern',
    'Das System muss innerhalb von 3 Sekunden antworten',
    'WHEN der Benutzer speichert THEN das System SHALL die Datei behalten',
    'Wenn der Benutzer bestätigen muss, muss das System warten',
    'Das System muss den Benutzer benachrichtigen, der bestätigen muss',
  ],
  Vietnamese: [
    'Hệ thống phải lưu dữ liệu',
    'KHI người dùng lưu, hệ thống PHẢI giữ tệp',
    'KHI người dùng lưu THÌ hệ thống PHẢI giữ tệp',
    'NẾU tệp rỗng, THÌ hệ thống PHẢI hiển thị lỗi',
    'Nếu tệp rỗng thì hệ thống phải hiển thị lỗi',
    'TRONG KHI mất mạng, hệ thống PHẢI giữ thay đổi',
    'NƠI chế độ được bật, hệ thống PHẢI hiển thị danh sách',
    'Hệ thống không được ghi mật khẩu',
    'Hệ thống phải hiển thị nút ở bên phải',
    'Khi tệp không được lưu, hệ thống phải báo lỗi',
    'Không phải quản trị viên thì hệ thống phải từ chối',
  ],
};

/** One criterion, or two that contradict each other, and the rule that says so. */
type Mistake = readonly [rule: string, ...criteria: readonly string[]];

const wrong: Readonly<Record<string, readonly Mistake[]>> = {
  English: [
    ['no-shall', 'THE System keeps the input'],
    ['no-shall', 'THE System should keep the input'],
    ['several-shalls', 'THE System SHALL keep the input and THE System SHALL tell the user'],
    ['trigger-without-event', 'WHEN, THE System SHALL keep the input'],
    ['if-without-then', 'IF the file is empty, THE System SHALL show an error'],
    ['response-without-system', 'WHEN a user saves, SHALL keep the file'],
    ['untestable-word', 'THE System SHALL answer quickly'],
    ['number-without-unit', 'THE System SHALL answer within 200'],
    ['contradiction', 'WHEN a user saves, THE System SHALL ask', 'WHEN a user saves, THE System SHALL NOT ask'],
  ],
  Japanese: [
    ['no-shall', 'システムは入力を保存する'],
    ['no-shall', '利用者が保存したとき、システムは入力を保存することができる'],
    ['no-shall', 'WHEN 利用者が保存した THEN システムは入力を保存したほうがよい'],
    ['several-shalls', 'システムは入力を保存しなければならない。また、システムは利用者に通知しなければならない。'],
    ['several-shalls', 'WHEN 保存した THEN システムは保存すること、かつ通知すること'],
    ['trigger-without-event', 'WHEN、システムは保存しなければならない'],
    ['trigger-without-event', 'IF THEN システムは保存しなければならない'],
    ['trigger-without-event', 'とき、システムは保存しなければならない'],
    ['if-without-then', 'IF ファイルが空の場合、システムはエラーを表示しなければならない'],
    ['response-without-system', 'WHEN 保存した THEN 保存しなければならない'],
    ['untestable-word', 'システムは迅速に応答しなければならない'],
    ['untestable-word', 'システムは素早く、必要に応じて応答しなければならない'],
    ['number-without-unit', 'システムは２００以内に応答しなければならない'],
    ['placeholder', '保持期間は未定とする、システムは保持しなければならない'],
    [
      'contradiction',
      '利用者が保存したとき、システムは保存しなければならない',
      '利用者が保存したとき、システムは保存してはならない',
    ],
    [
      'contradiction',
      '利用者が保存したとき、システムは200ミリ秒以内に応答しなければならない',
      '利用者が保存したとき、システムは2秒以内に応答しなければならない',
    ],
  ],
  Chinese: [
    ['no-shall', '系统保存输入'],
    ['no-shall', '系统可以保存输入'],
    ['no-shall', '当用户点击保存时，系统会保存输入'],
    ['several-shalls', '系统应当保存输入，并且系统应当通知用户'],
    ['trigger-without-event', '当，系统应当保存输入'],
    ['trigger-without-event', '如果，则系统应当保存输入'],
    ['if-without-then', 'IF 文件为空，系统应当显示错误'],
    ['response-without-system', '当用户点击保存时，应当保存输入'],
    ['response-without-system', '如果文件为空，则应当显示错误'],
    ['untestable-word', '系统应当尽快响应'],
    ['number-without-unit', '系统应当在200内响应'],
    ['placeholder', '保留期限待定，系统应当保留'],
    ['contradiction', '当用户点击保存时，系统应当询问用户', '当用户点击保存时，系统不得询问用户'],
    ['contradiction', '当用户点击保存时，系统应当在200毫秒内响应', '当用户点击保存时，系统应当在2秒内响应'],
    ['several-shalls', 'WHEN 用户点击，THEN 系统应当保存；IF 失败 THEN 系统应当提示'],
    ['several-shalls', '系统不得在日志中写入密码，也不得发送'],
  ],
  Korean: [
    ['no-shall', '시스템은 입력을 저장한다'],
    ['no-shall', '시스템은 입력을 저장할 수 있다'],
    ['several-shalls', '시스템은 입력을 저장해야 하고, 시스템은 사용자에게 알려야 한다'],
    ['several-shalls', '시스템은 입력을 저장해야 한다. 시스템은 사용자에게 알려야 한다.'],
    ['trigger-without-event', 'WHEN, 시스템은 저장해야 한다'],
    ['response-without-system', 'WHEN 저장하면 THEN 저장해야 한다'],
    ['untestable-word', '시스템은 빠르게 응답해야 한다'],
    ['number-without-unit', '시스템은 200 이내에 응답해야 한다'],
    ['contradiction', '사용자가 저장하면, 시스템은 물어야 한다', '사용자가 저장하면, 시스템은 물어서는 안 된다'],
  ],
  Russian: [
    ['no-shall', 'Система сохраняет ввод'],
    ['no-shall', 'Система может сохранять ввод'],
    ['several-shalls', 'Система должна сохранить ввод и система должна уведомить пользователя'],
    ['trigger-without-event', 'КОГДА, система ДОЛЖНА сохранить'],
    ['trigger-without-event', 'ЕСЛИ ТО система ДОЛЖНА сохранить'],
    ['response-without-system', 'КОГДА файл сохранён, ДОЛЖНА создать копию'],
    ['response-without-system', 'ЕСЛИ файл пуст, ТО должна показать ошибку'],
    ['untestable-word', 'Система должна отвечать быстро'],
    ['untestable-word', 'Система должна при необходимости сохранять ввод'],
    ['number-without-unit', 'Система должна отвечать в течение 200'],
    [
      'contradiction',
      'Когда файл сохранён, система должна спросить',
      'Когда файл сохранён, система не должна спросить',
    ],
    [
      'contradiction',
      'Когда файл сохранён, система должна ответить в течение 2 секунд',
      'Когда файл сохранён, система должна ответить в течение 5 секунд',
    ],
  ],
  French: [
    ['no-shall', 'Le système enregistre la saisie'],
    ['no-shall', 'Le système devrait enregistrer la saisie'],
    ['no-shall', 'Le système peut enregistrer la saisie'],
    ['several-shalls', "Le système doit enregistrer la saisie et le système doit prévenir l'utilisateur"],
    ['trigger-without-event', 'QUAND, le système DOIT enregistrer'],
    ['response-without-system', "QUAND l'utilisateur enregistre, DOIT conserver le fichier"],
    ['response-without-system', 'SI le fichier est vide, ALORS DOIT afficher une erreur'],
    ['untestable-word', 'Le système doit répondre rapidement'],
    ['untestable-word', 'Le système doit, si nécessaire, enregistrer'],
    ['number-without-unit', 'Le système doit répondre en moins de 200'],
    [
      'contradiction',
      'Quand le fichier est enregistré, le système doit demander',
      'Quand le fichier est enregistré, le système ne doit pas demander',
    ],
  ],
  Portuguese: [
    ['no-shall', 'O sistema salva a entrada'],
    ['no-shall', 'O sistema deveria salvar a entrada'],
    ['no-shall', 'O sistema pode salvar a entrada'],
    ['several-shalls', 'O sistema deve salvar e o sistema deve avisar'],
    ['trigger-without-event', 'QUANDO, o sistema DEVE salvar'],
    ['response-without-system', 'QUANDO o usuário salvar, DEVE guardar o arquivo'],
    ['response-without-system', 'SE vazio, ENTÃO DEVE mostrar um erro'],
    ['untestable-word', 'O sistema deve responder rapidamente'],
    ['number-without-unit', 'O sistema deve responder em menos de 200'],
    [
      'contradiction',
      'Quando o arquivo é salvo, o sistema deve perguntar',
      'Quando o arquivo é salvo, o sistema não deve perguntar',
    ],
  ],
  Spanish: [
    ['no-shall', 'El sistema guarda la entrada'],
    ['no-shall', 'El sistema debería guardar la entrada'],
    ['no-shall', 'El sistema puede guardar la entrada'],
    ['several-shalls', 'El sistema debe guardar y el sistema debe avisar'],
    ['trigger-without-event', 'CUANDO, el sistema DEBE guardar'],
    ['response-without-system', 'CUANDO el usuario guarda, DEBE conservar el archivo'],
    ['response-without-system', 'SI vacío, ENTONCES DEBE mostrar un error'],
    ['untestable-word', 'El sistema debe responder rápidamente'],
    ['number-without-unit', 'El sistema debe responder en menos de 200'],
    [
      'contradiction',
      'Cuando se guarda el archivo, el sistema debe preguntar',
      'Cuando se guarda el archivo, el sistema no debe preguntar',
    ],
  ],
  German: [
    ['no-shall', 'Das System speichert die Eingabe'],
    ['no-shall', 'Das System sollte die Eingabe speichern'],
    ['no-shall', 'Das System kann die Eingabe speichern'],
    ['several-shalls', 'Das System muss speichern und das System muss benachrichtigen'],
    ['trigger-without-event', 'WENN, MUSS das System speichern'],
    ['untestable-word', 'Das System muss schnell antworten'],
    ['untestable-word', 'Das System muss bei Bedarf speichern'],
    [
      'contradiction',
      'Wenn die Datei gespeichert wird, muss das System fragen',
      'Wenn die Datei gespeichert wird, darf das System nicht fragen',
    ],
    ['no-shall', 'Das System darf Dateien löschen'],
    ['number-without-unit', 'Das System muss innerhalb von 200 antworten'],
  ],
  Vietnamese: [
    ['no-shall', 'Hệ thống lưu dữ liệu'],
    ['no-shall', 'Hệ thống nên lưu dữ liệu'],
    ['no-shall', 'Hệ thống có thể lưu dữ liệu'],
    ['several-shalls', 'Hệ thống phải lưu và hệ thống phải thông báo'],
    ['trigger-without-event', 'KHI, hệ thống PHẢI lưu'],
    ['response-without-system', 'KHI người dùng lưu, PHẢI giữ tệp'],
    ['response-without-system', 'NẾU rỗng, THÌ PHẢI hiển thị lỗi'],
    ['untestable-word', 'Hệ thống phải phản hồi nhanh chóng'],
    ['number-without-unit', 'Hệ thống phải phản hồi trong vòng 200'],
    ['contradiction', 'Khi tệp được lưu, hệ thống phải hỏi', 'Khi tệp được lưu, hệ thống không được hỏi'],
  ],
};

/** A comma parts the condition in these languages, so no word has to: it is asked for only behind IF. */
const parted = [
  'ЕСЛИ файл пуст, система ДОЛЖНА показать ошибку',
  'SI le fichier est vide, le système DOIT afficher une erreur',
  'SE o arquivo estiver vazio, o sistema DEVE mostrar um erro',
  'SI el archivo está vacío, el sistema DEBE mostrar un error',
  'FALLS die Datei leer ist, MUSS das System einen Fehler zeigen',
  'NẾU tệp rỗng, hệ thống PHẢI hiển thị lỗi',
];

describe.each(Object.keys(right))('EARS in %s', (language) => {
  it.each((right[language] ?? []).map((criterion) => ({ criterion })))(
    'is content with $criterion',
    ({ criterion }) => {
      expect(toldOf(criterion)).toEqual([]);
    },
  );

  it.each((wrong[language] ?? []).map(([rule, ...criteria]) => ({ rule, criteria })))(
    'finds $rule in $criteria',
    ({ rule, criteria }) => expect(toldOf(...criteria)).toEqual([rule]),
  );
});

it.each(parted)('no THEN is asked for in %s', (criterion) => {
  expect(toldOf(criterion)).toEqual([]);
});

/** "tasks/unresolved-reference 7", for all documents of a spec. */
function foundIn(files: Readonly<Partial<Record<DocumentName, string>>>): readonly string[] {
  const spec = parseSpec({ path: '/w/.kiro/specs/s', files });
  return spec.documents.flatMap(({ name }) => diagnosticsOf(spec, name).map(({ code }) => code));
}

describe.each(languages)('a spec in %s', (language) => {
  const files = specIn(language);

  it('is sound as it is', () => expect(foundIn(files)).toEqual([]));

  it.each<[string, DocumentName, RegExp, string, readonly string[]]>([
    [
      'a task that names what is not there',
      'tasks.md',
      /1\.2/,
      '1.9',
      ['requirements/uncovered-criterion', 'tasks/unresolved-reference'],
    ],
    ['a property that validates what is not there', 'design.md', /1\.1/, '1.9', ['design/unresolved-reference']],
    [
      'a story without its end',
      'requirements.md',
      /[,、，][^\n,、，]*(?:[,、，][^\n,、，]*)?\n\n####/,
      '.\n\n####',
      ['requirements/incomplete-user-story'],
    ],
    ['no criteria', 'requirements.md', /\n1[.．、][\s\S]*$/, '\n', ['requirements/missing-acceptance-criteria']],
    ['a task in two waves', 'tasks.md', /"1"\]/, '"1"]},{"id":1,"tasks":["1"]', ['tasks/graph-duplicate-task']],
  ])('is told of %s', (_what, name, pattern, text, expected) => {
    const broken = { ...files, [name]: (files[name] ?? '').replace(pattern, text) };
    expect(broken[name]).not.toBe(files[name]);
    expect(foundIn(broken)).toEqual(expect.arrayContaining([...expected]));
  });
});
