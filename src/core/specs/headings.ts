/** The headings of Kiro's templates, with what people call them in other languages. */
import type { SpecDocument } from './model';
import { alternation, GLOSSARY_WORDS, GRAPH_TITLES, plainWords, REQUIREMENTS_TITLES, TASKS_TITLES } from './vocabulary';

const OVERVIEW = [
  ...['概要', '概述', '概览', '总览', '總覽', '개요', 'обзор', 'огляд', "vue d'ensemble", 'aperçu'],
  ...['visión general', 'resumen', 'descripción general', 'visão geral', 'überblick', 'übersicht', 'tổng quan'],
];

/** Other titles of a template's heading, by the heading as Kiro has it. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  Introduction: [
    // What requirements begin with goes by either name.
    'overview',
    ...OVERVIEW,
    'はじめに',
    '序論',
    '導入',
    '导入',
    '简介',
    '簡介',
    '介绍',
    '引言',
    '前言',
    '소개',
    'введение',
    'вступ',
    'einleitung',
    'einführung',
    'introducción',
    'introdução',
    'giới thiệu',
    'introduzione',
  ],
  Overview: OVERVIEW,
  Glossary: GLOSSARY_WORDS,
  Requirements: REQUIREMENTS_TITLES,
  Architecture: [
    'アーキテクチャ',
    '架构',
    '架構',
    '系统架构',
    '아키텍처',
    'архитектура',
    'архітектура',
    'arquitectura',
    'arquitetura',
    'architektur',
    'kiến trúc',
  ],
  'Components and Interfaces': [
    'components',
    'components & interfaces',
    'component',
    'component design',
    'コンポーネントとインターフェース',
    'コンポーネントとインタフェース',
    'コンポーネント',
    '组件和接口',
    '组件与接口',
    '元件與介面',
    '컴포넌트 및 인터페이스',
    '컴포넌트와 인터페이스',
    '구성 요소 및 인터페이스',
    'компоненты и интерфейсы',
    'composants et interfaces',
    'componentes e interfaces',
    'componentes',
    'composants',
    'komponenten',
    'компоненты',
    '组件',
    '컴포넌트',
    'komponenten und schnittstellen',
    'thành phần và giao diện',
    'các thành phần và giao diện',
  ],
  'Data Models': [
    'data model',
    'データモデル',
    '数据模型',
    '資料模型',
    '데이터 모델',
    'модели данных',
    'модель данных',
    'modèles de données',
    'modelos de datos',
    'modelos de dados',
    'datenmodelle',
    'datenmodell',
    'mô hình dữ liệu',
  ],
  'Correctness Properties': [
    'properties',
    '正当性プロパティ',
    '正確性プロパティ',
    '正しさの性質',
    '正确性属性',
    '正確性屬性',
    '정확성 속성',
    '정합성 속성',
    'свойства корректности',
    'propriétés de correction',
    'propiedades de corrección',
    'propriedades de corretude',
    'propriedades de correção',
    'korrektheitseigenschaften',
    'thuộc tính đúng đắn',
  ],
  'Error Handling': [
    'error states',
    'failure modes',
    'failure handling',
    'エラーハンドリング',
    'エラー処理',
    '错误处理',
    '錯誤處理',
    '오류 처리',
    '에러 처리',
    'обработка ошибок',
    'gestion des erreurs',
    'manejo de errores',
    'tratamento de erros',
    'fehlerbehandlung',
    'xử lý lỗi',
  ],
  'Testing Strategy': [
    'test strategy',
    'testing',
    'tests',
    'test plan',
    'テスト戦略',
    'テスト方針',
    'テスト',
    '测试',
    '測試',
    '테스트',
    'тестирование',
    'testes',
    'pruebas',
    '测试策略',
    '測試策略',
    '테스트 전략',
    'стратегия тестирования',
    'stratégie de test',
    'stratégie de tests',
    'estrategia de pruebas',
    'estratégia de testes',
    'teststrategie',
    'chiến lược kiểm thử',
  ],
  Tasks: [...TASKS_TITLES, 'task breakdown', 'task overview', 'task implementation'],
  Notes: [
    'note',
    '備考',
    '注記',
    'メモ',
    '注意事項',
    '注意事项',
    '备注',
    '備註',
    '说明',
    '참고',
    '참고 사항',
    '비고',
    'примечания',
    'заметки',
    'remarques',
    'notas',
    'observações',
    'hinweise',
    'anmerkungen',
    'notizen',
    'ghi chú',
  ],
  'Task Dependency Graph': GRAPH_TITLES,
  'Bug Details': [
    'バグの詳細',
    'バグ詳細',
    '缺陷详情',
    '错误详情',
    '버그 상세',
    'детали ошибки',
    'détails du bug',
    'detalles del error',
    'detalhes do bug',
    'fehlerdetails',
    'chi tiết lỗi',
  ],
  'Expected Behavior': [
    'expected behaviour',
    '期待される動作',
    '期待動作',
    '预期行为',
    '預期行為',
    '기대 동작',
    '예상 동작',
    'ожидаемое поведение',
    'comportement attendu',
    'comportamiento esperado',
    'comportamento esperado',
    'erwartetes verhalten',
    'hành vi mong đợi',
  ],
  'Hypothesized Root Cause': [
    'root cause',
    '推定される根本原因',
    '根本原因の仮説',
    '根本原因',
    '根因假设',
    '假设的根本原因',
    '추정 근본 원인',
    'предполагаемая причина',
    'предполагаемая первопричина',
    'cause racine supposée',
    'causa raíz hipotética',
    'causa raiz hipotética',
    'vermutete ursache',
    'nguyên nhân gốc giả định',
  ],
  'Fix Implementation': [
    '修正の実装',
    '修正実装',
    '修复实现',
    '修復實作',
    '수정 구현',
    'реализация исправления',
    'implémentation du correctif',
    'implementación de la corrección',
    'implementação da correção',
    'umsetzung der korrektur',
    'triển khai sửa lỗi',
  ],
  'Bug Analysis': [
    'バグ分析',
    '缺陷分析',
    '错误分析',
    '버그 분석',
    'анализ ошибки',
    'analyse du bug',
    'análisis del error',
    'análise do bug',
    'fehleranalyse',
    'phân tích lỗi',
  ],
};

/** The names of a template's heading: whole, and as what may stand inside a longer title. */
interface Names {
  readonly whole: ReadonlySet<string>;
  readonly inside: RegExp;
}

const names = new Map<string, Names>();

function namesOf(heading: string): Names {
  const known = names.get(heading);
  if (known !== undefined) return known;
  const all = [heading, ...(OTHERS[heading] ?? [])].map(plainWords);
  const parted = all.filter((name) => !JOINED_WRITING.test(name) && !OF_ANYTHING.has(name));
  const joined = all.filter((name) => JOINED_WRITING.test(name));
  const made = {
    whole: new Set(all),
    inside: new RegExp(
      `(?<![\\p{L}\\p{N}-])(?:${alternation(parted)})(?![\\p{L}\\p{N}])${joined.length > 0 ? `|(?:${alternation(joined)})(?:設計|设计|設計図|方針|戦略|策略|설계)?$` : ''}`,
      'u',
    ),
  };
  names.set(heading, made);
  return made;
}

/** Writing that puts no space between words: there a name stands at the end, "整体架构". */
const JOINED_WRITING = /[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]/;

/** Names that mean the heading when they are all of a title; in a longer one they may be about anything. */
const OF_ANYTHING = new Set(['properties', 'component', 'terms', 'definitions', 'requirement', 'req', 'note', 'task']);

/** Whether a title is a template's heading, in any language; what follows it in brackets does not count. */
export function isTitled(title: string, heading: string): boolean {
  const { whole } = namesOf(heading);
  return whole.has(plainWords(title)) || whole.has(plainWords(mainPart(title)));
}

function mainPart(title: string): string {
  const end = title.search(/[(（/·・|–—-]/u);
  return end > 0 ? title.slice(0, end) : title;
}

/**
 * Whether a title says that it is a template's heading among more: "Architecture Overview", "1. 整体架构". A whole
 * sentence, and what is numbered ("Task 2: Write the overview"), is about something else.
 */
function isNamed(title: string, heading: string): boolean {
  if (isTitled(title, heading)) return true;
  const plain = plainWords(title.split(/[(（/|–—]| - /u)[0] ?? '');
  return !/\d/.test(plain) && plain.split(' ').length <= 4 && namesOf(heading).inside.test(plain);
}

/** Whether a document has a template's heading, alone or in a longer title, at the level that Kiro looks for it. */
export function hasHeading(document: SpecDocument, level: number, heading: string): boolean {
  return document.sections.some((section) => section.level === level && isNamed(section.title, heading));
}
