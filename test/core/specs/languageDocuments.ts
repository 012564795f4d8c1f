/** A whole small spec in each of the ten languages that specs are written in, with the punctuation and the numerals of each. */
import type { DocumentName } from '../../../src/core/specs';

interface Words {
  readonly requirementsTitle: string;
  readonly introduction: string;
  readonly glossary: string;
  readonly term: string;
  readonly requirements: string;
  readonly requirement: string;
  readonly story: string;
  readonly criteriaLabel: string;
  readonly criteria: string;
  readonly tasksTitle: string;
  readonly overview: string;
  readonly tasks: string;
  readonly reference: string;
  readonly notes: string;
  readonly designTitle: string;
  readonly architecture: string;
  readonly components: string;
  readonly dataModels: string;
  readonly properties: string;
  readonly property: string;
  readonly validates: string;
  readonly errorHandling: string;
  readonly testing: string;
}

const words: Readonly<Record<string, Words>> = {
  English: {
    requirementsTitle: '# Requirements Document',
    introduction: '## Introduction',
    glossary: '## Glossary',
    term: '- **System**: stores',
    requirements: '## Requirements',
    requirement: '### Requirement 1: Save',
    story: '**User Story:** As a clerk, I want to save, so that nothing is typed twice.',
    criteriaLabel: '#### Acceptance Criteria',
    criteria:
      '1. WHEN a user saves, THE System SHALL keep the text.\n2. IF the file is empty, THEN THE System SHALL show an error.',
    tasksTitle: '# Implementation Plan',
    overview: '## Overview',
    tasks: '## Tasks',
    reference: '_Requirements: 1.1, 1.2_',
    notes: '## Notes',
    designTitle: '# Design',
    architecture: '## Architecture',
    components: '## Components and Interfaces',
    dataModels: '## Data Models',
    properties: '## Correctness Properties',
    property: '### Property 1: Round trip',
    validates: '**Validates: Requirements 1.1**',
    errorHandling: '## Error Handling',
    testing: '## Testing Strategy',
  },
  Japanese: {
    requirementsTitle: '# 要件定義書',
    introduction: '## はじめに',
    glossary: '## 用語集',
    term: '- **システム**：保存するもの',
    requirements: '## 要件',
    requirement: '### 要件１：保存',
    story: '**ユーザーストーリー：** 事務員として、二度入力しないために、保存したい。',
    criteriaLabel: '#### 受け入れ基準',
    criteria:
      '1．利用者が保存したとき、システムは内容を保存しなければならない。\n2．ファイルが空の場合、システムはエラーを表示すること。',
    tasksTitle: '# 実装計画',
    overview: '## 概要',
    tasks: '## タスク',
    reference: '_要件：１．１、1.2_',
    notes: '## 注意事項',
    designTitle: '# 設計',
    architecture: '## アーキテクチャ',
    components: '## コンポーネントとインターフェース',
    dataModels: '## データモデル',
    properties: '## 正確性プロパティ',
    property: '### プロパティ 1：往復',
    validates: '**検証対象：要件 1.1**',
    errorHandling: '## エラー処理',
    testing: '## テスト戦略',
  },
  Chinese: {
    requirementsTitle: '# 需求文档',
    introduction: '## 简介',
    glossary: '## 术语表',
    term: '- **系统**：保存数据',
    requirements: '## 需求',
    requirement: '### 需求 1：保存',
    story: '**用户故事：** 作为职员，我想保存，以便不用输入两次。',
    criteriaLabel: '#### 验收标准',
    criteria: '1、当用户保存时，系统应当保留内容。\n2、如果文件为空，则系统应当显示错误。',
    tasksTitle: '# 实施计划',
    overview: '## 概述',
    tasks: '## 任务',
    reference: '_需求：1.1、1.2_',
    notes: '## 备注',
    designTitle: '# 设计',
    architecture: '## 架构',
    components: '## 组件与接口',
    dataModels: '## 数据模型',
    properties: '## 正确性属性',
    property: '### 属性 1：往返',
    validates: '**验证：需求 1.1**',
    errorHandling: '## 错误处理',
    testing: '## 测试策略',
  },
  Korean: {
    requirementsTitle: '# 요구사항 문서',
    introduction: '## 소개',
    glossary: '## 용어집',
    term: '- **시스템**: 저장한다',
    requirements: '## 요구사항',
    requirement: '### 요구사항 1: 저장',
    story: '**사용자 스토리:** 직원으로서, 두 번 입력하지 않도록, 저장하고 싶다.',
    criteriaLabel: '#### 수용 기준',
    criteria:
      '1. 사용자가 저장하면, 시스템은 내용을 유지해야 한다.\n2. 파일이 비어 있는 경우, 시스템은 오류를 표시해야 한다.',
    tasksTitle: '# 구현 계획',
    overview: '## 개요',
    tasks: '## 작업',
    reference: '_요구사항: 1.1, 1.2_',
    notes: '## 참고',
    designTitle: '# 설계',
    architecture: '## 아키텍처',
    components: '## 컴포넌트 및 인터페이스',
    dataModels: '## 데이터 모델',
    properties: '## 정확성 속성',
    property: '### 속성 1: 왕복',
    validates: '**검증: 요구사항 1.1**',
    errorHandling: '## 오류 처리',
    testing: '## 테스트 전략',
  },
  Russian: {
    requirementsTitle: '# Требования',
    introduction: '## Введение',
    glossary: '## Глоссарий',
    term: '- **Система**: хранит',
    requirements: '## Требования',
    requirement: '### Требование 1: Сохранение',
    story: '**Пользовательская история:** Как сотрудник, я хочу сохранять, чтобы не вводить дважды.',
    criteriaLabel: '#### Критерии приемки',
    criteria:
      '1. КОГДА пользователь сохраняет, система ДОЛЖНА сохранить ввод.\n2. ЕСЛИ файл пуст, ТО система ДОЛЖНА показать ошибку.',
    tasksTitle: '# План реализации',
    overview: '## Обзор',
    tasks: '## Задачи',
    reference: '_Требования: 1.1, 1.2_',
    notes: '## Примечания',
    designTitle: '# Дизайн',
    architecture: '## Архитектура',
    components: '## Компоненты и интерфейсы',
    dataModels: '## Модели данных',
    properties: '## Свойства корректности',
    property: '### Свойство 1: Туда и обратно',
    validates: '**Проверяет: Требования 1.1**',
    errorHandling: '## Обработка ошибок',
    testing: '## Стратегия тестирования',
  },
  French: {
    requirementsTitle: '# Exigences',
    introduction: '## Introduction',
    glossary: '## Glossaire',
    term: '- **Système** : conserve',
    requirements: '## Exigences',
    requirement: '### Exigence 1 : Enregistrer',
    story: "**Histoire utilisateur :** En tant qu'employé, je veux enregistrer, afin de ne pas saisir deux fois.",
    criteriaLabel: "#### Critères d'acceptation",
    criteria:
      "1. QUAND l'utilisateur enregistre, LE système DOIT conserver le texte.\n2. SI le fichier est vide, ALORS le système DOIT afficher une erreur.",
    tasksTitle: "# Plan d'implémentation",
    overview: "## Vue d'ensemble",
    tasks: '## Tâches',
    reference: '_Exigences : 1.1, 1.2_',
    notes: '## Remarques',
    designTitle: '# Conception',
    architecture: '## Architecture',
    components: '## Composants et interfaces',
    dataModels: '## Modèles de données',
    properties: '## Propriétés de correction',
    property: '### Propriété 1 : Aller-retour',
    validates: '**Valide : Exigences 1.1**',
    errorHandling: '## Gestion des erreurs',
    testing: '## Stratégie de test',
  },
  Portuguese: {
    requirementsTitle: '# Requisitos',
    introduction: '## Introdução',
    glossary: '## Glossário',
    term: '- **Sistema**: guarda',
    requirements: '## Requisitos',
    requirement: '### Requisito 1: Salvar',
    story: '**História de Usuário:** Como funcionário, quero salvar, para que nada seja digitado duas vezes.',
    criteriaLabel: '#### Critérios de Aceitação',
    criteria:
      '1. QUANDO o usuário salvar, O sistema DEVE guardar o texto.\n2. SE o arquivo estiver vazio, ENTÃO o sistema DEVE mostrar um erro.',
    tasksTitle: '# Plano de implementação',
    overview: '## Visão geral',
    tasks: '## Tarefas',
    reference: '_Requisitos: 1.1, 1.2_',
    notes: '## Notas',
    designTitle: '# Design',
    architecture: '## Arquitetura',
    components: '## Componentes e Interfaces',
    dataModels: '## Modelos de Dados',
    properties: '## Propriedades de Correção',
    property: '### Propriedade 1: Ida e volta',
    validates: '**Valida: Requisitos 1.1**',
    errorHandling: '## Tratamento de Erros',
    testing: '## Estratégia de Testes',
  },
  Spanish: {
    requirementsTitle: '# Requisitos',
    introduction: '## Introducción',
    glossary: '## Glosario',
    term: '- **Sistema**: guarda',
    requirements: '## Requisitos',
    requirement: '### Requisito 1: Guardar',
    story: '**Historia de usuario:** Como empleado, quiero guardar, para no escribir dos veces.',
    criteriaLabel: '#### Criterios de aceptación',
    criteria:
      '1. CUANDO el usuario guarda, EL sistema DEBE conservar el texto.\n2. SI el archivo está vacío, ENTONCES el sistema DEBE mostrar un error.',
    tasksTitle: '# Plan de implementación',
    overview: '## Visión general',
    tasks: '## Tareas',
    reference: '_Requisitos: 1.1, 1.2_',
    notes: '## Notas',
    designTitle: '# Diseño',
    architecture: '## Arquitectura',
    components: '## Componentes e interfaces',
    dataModels: '## Modelos de datos',
    properties: '## Propiedades de corrección',
    property: '### Propiedad 1: Ida y vuelta',
    validates: '**Valida: Requisitos 1.1**',
    errorHandling: '## Manejo de errores',
    testing: '## Estrategia de pruebas',
  },
  German: {
    requirementsTitle: '# Anforderungen',
    introduction: '## Einleitung',
    glossary: '## Glossar',
    term: '- **System**: speichert',
    requirements: '## Anforderungen',
    requirement: '### Anforderung 1: Speichern',
    story: '**Benutzergeschichte:** Als Angestellter möchte ich speichern, damit nichts doppelt getippt wird.',
    criteriaLabel: '#### Akzeptanzkriterien',
    criteria:
      '1. WENN der Benutzer speichert, MUSS das System den Text behalten.\n2. FALLS die Datei leer ist, DANN MUSS das System einen Fehler zeigen.',
    tasksTitle: '# Umsetzungsplan',
    overview: '## Überblick',
    tasks: '## Aufgaben',
    reference: '_Anforderungen: 1.1, 1.2_',
    notes: '## Hinweise',
    designTitle: '# Entwurf',
    architecture: '## Architektur',
    components: '## Komponenten und Schnittstellen',
    dataModels: '## Datenmodelle',
    properties: '## Korrektheitseigenschaften',
    property: '### Eigenschaft 1: Hin und zurück',
    validates: '**Validiert: Anforderungen 1.1**',
    errorHandling: '## Fehlerbehandlung',
    testing: '## Teststrategie',
  },
  Vietnamese: {
    requirementsTitle: '# Yêu cầu',
    introduction: '## Giới thiệu',
    glossary: '## Bảng thuật ngữ',
    term: '- **Hệ thống**: lưu',
    requirements: '## Yêu cầu',
    requirement: '### Yêu cầu 1: Lưu',
    story: '**Câu chuyện người dùng:** Là nhân viên, tôi muốn lưu, để không phải nhập hai lần.',
    criteriaLabel: '#### Tiêu chí chấp nhận',
    criteria: '1. KHI người dùng lưu, hệ thống PHẢI giữ tệp.\n2. NẾU tệp rỗng, THÌ hệ thống PHẢI hiển thị lỗi.',
    tasksTitle: '# Kế hoạch triển khai',
    overview: '## Tổng quan',
    tasks: '## Nhiệm vụ',
    reference: '_Yêu cầu: 1.1, 1.2_',
    notes: '## Ghi chú',
    designTitle: '# Thiết kế',
    architecture: '## Kiến trúc',
    components: '## Thành phần và giao diện',
    dataModels: '## Mô hình dữ liệu',
    properties: '## Thuộc tính đúng đắn',
    property: '### Thuộc tính 1: Khứ hồi',
    validates: '**Xác thực: Yêu cầu 1.1**',
    errorHandling: '## Xử lý lỗi',
    testing: '## Chiến lược kiểm thử',
  },
};

/** The languages, English first. */
export const languages = Object.keys(words);

/** The documents of the spec in a language. */
export function specIn(language: string): Readonly<Partial<Record<DocumentName, string>>> {
  const said = words[language];
  if (said === undefined) throw new Error(`There are no words of ${language}.`);
  const filled = (...headings: readonly string[]) => headings.map((heading) => `${heading}\n\nx\n\n`).join('');
  const graph = '## Task Dependency Graph\n\n```json\n{"waves":[{"id":0,"tasks":["1"]}]}\n```\n';
  return {
    'requirements.md': `${said.requirementsTitle}\n\n${filled(said.introduction)}${said.glossary}\n\n${said.term}\n\n${said.requirements}\n\n${said.requirement}\n\n${said.story}\n\n${said.criteriaLabel}\n\n${said.criteria}\n`,
    'design.md': `${said.designTitle}\n\n${filled(said.overview, said.architecture, said.components, said.dataModels)}${said.properties}\n\n${said.property}\n\n*x*\n\n${said.validates}\n\n${filled(said.errorHandling, said.testing)}`,
    'tasks.md': `${said.tasksTitle}\n\n${filled(said.overview)}${said.tasks}\n\n- [ ] 1. A\n  - ${said.reference}\n\n${filled(said.notes)}${graph}`,
  };
}
