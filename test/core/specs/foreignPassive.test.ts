/** Obligations of nobody in other languages than English: who is told of, and which neighbours of the form are not. */
import { describe, expect, it } from 'vitest';
import { diagnosticsOf, parseSpec } from '../../../src/core/specs';

function isPassive(criterion: string): boolean {
  const text = `### Requirement 1: A\n\n#### Acceptance Criteria\n\n1. ${criterion}\n`;
  const spec = parseSpec({ path: '/w/.kiro/specs/s', files: { 'requirements.md': text } });
  return diagnosticsOf(spec, 'requirements.md').some(({ code }) => code === 'requirements/passive-response');
}

const byNobody: Readonly<Record<string, readonly string[]>> = {
  Japanese: [
    '打刻が二重に行われたとき、警告が表示されなければならない。',
    '社員が退勤したとき、勤務時間が計算されること。',
    'パスワードは暗号化されなければならない',
    'エラーは二度表示されないこと。',
    '監査が毎日行われるものとする',
    '履歴は削除されてはならない',
  ],
  Chinese: ['短信应当被发送给收件人', '所有操作必须被记录', '密码不得被保存', '請求應當自動被轉發'],
  Korean: [
    '식단이 변경되면, 알림이 전송되어야 한다',
    '모든 데이터는 암호화되어야 합니다',
    '오류는 두 번 표시되지 않아야 한다',
    '기록이 삭제되어서는 안 된다',
    '파일이 저장돼야 한다',
  ],
  Russian: [
    'КОГДА заказ отменён, деньги должны быть возвращены',
    'Все данные должны быть зашифрованы',
    'Отчёт должен быть сохранён',
    'Файл должен быть удален в течение 5 минут',
    'Заявка должна быть немедленно закрыта и письмо должно быть отправлено',
    'Счёт не должен быть создан дважды',
  ],
  French: [
    'QUAND un menu est modifié, les parents doivent être prévenus',
    'Les mots de passe doivent être chiffrés',
    'Le fichier doit être automatiquement supprimé',
    'Une copie devra être produite',
    'Le courriel doit être transmis en moins de 5 secondes',
    'Les erreurs ne doivent jamais être affichées',
  ],
  Portuguese: [
    'QUANDO o prazo vencer, o leitor deve ser avisado',
    'As senhas devem ser criptografadas',
    'O arquivo deverá ser automaticamente excluído ou deve ser arquivado',
    'O recibo deve ser impresso',
  ],
  Spanish: [
    'CUANDO la sesión se cancela, el cliente debe ser avisado',
    'Las tarjetas deben ser cifradas',
    'El informe deberá ser inmediatamente escrito',
    'La factura no debe ser enviada dos veces',
  ],
  German: [
    'WENN ein Auftrag fertig ist, muss der Kunde benachrichtigt werden',
    'Alle Passwörter müssen verschlüsselt werden',
    'Die Datei soll innerhalb von 5 Minuten gelöscht werden',
    'Die Rechnung darf nicht zweimal ausgestellt werden',
    'Das Ergebnis muss abgespeichert werden',
    'Jede Anfrage muss protokolliert werden',
  ],
  Vietnamese: ['KHI đơn bị hủy, tiền phải được hoàn lại', 'Mật khẩu phải được mã hóa', 'Bản cũ phải bị xóa'],
};

const bySomebody: Readonly<Record<string, readonly string[]>> = {
  Japanese: [
    '予約が登録されたとき、予約サービスはメールを送信しなければならない。',
    '履歴は監査サービスによって保存されなければならない',
    'データはサーバー側で処理されなければならない',
    '利用者は一覧を見られること',
    '応答には名前が含まれること',
    '値は保存されていなければならない',
    '管理者だけが許可されること',
    '必須項目が含まれることを検証すること',
    'システムは、送信された予約を削除しなければならない',
  ],
  Chinese: [
    '当订单被取消时，系统应当退款',
    '短信应当被系统发送',
    '订单应由系统退回',
    '该字段应被视为必填',
    '系统必须显示被删除的文件',
    '系统不得向被停用的用户发送短信',
  ],
  Korean: [
    '식단이 변경되면, 시스템은 알림을 전송해야 한다',
    '파일은 저장 서비스에 의해 저장되어야 한다',
    '데이터는 서버에서 처리되어야 한다',
    '응답에는 이름이 포함되어야 한다',
    '세션은 유지되어야 한다',
    '시스템은 비밀번호를 기록하지 않아야 한다',
    '결과는 하나가 되어야 한다',
  ],
  Russian: [
    'КОГДА период закрыт, счёт должен быть сформирован сервисом расчётов',
    'Страница должна быть доступна без входа',
    'Имя должно быть уникальным',
    'Идентификатор должен быть уникален',
    'Поле должно быть видно',
    'Ответ должен быть корректен',
    'Адрес должен быть обязателен',
    'Список должен быть отсортирован по дате',
    'Файл должен быть сохранён через Storage_Service',
    'Копия должна быть создана Backup_Service',
    'Система должна отправить письмо',
    'Кнопка должна быть скрыта',
    'Значение должно быть равно нулю',
    'Пароль должен быть длинным',
  ],
  French: [
    'Le courriel doit être envoyé par le service de messagerie',
    'Le champ « date » doit être obligatoire',
    'Le nom doit être unique',
    'La liste doit être triée par date',
    'Les deux valeurs doivent être identiques',
    'Le message doit être précis',
    "L'accès doit être limité aux administrateurs",
    'Le champ doit être vide',
    'Le système doit supprimer le fichier',
    'Le fichier doit être récupéré via le cache',
  ],
  Portuguese: [
    'O lembrete deve ser enviado pelo serviço de mensagens',
    'O campo CPF deve ser obrigatório',
    'O CPF deve ser válido',
    'O tempo de resposta deve ser rápido e estável em 2 segundos',
    'O acesso deve ser permitido só ao gerente',
    'O sistema deve ser capaz de guardar',
    'A chave deve ser única',
    'O estado deve ser mantido',
  ],
  Spanish: [
    'El aviso debe ser enviado por el servicio de correo',
    'La lista debe estar ordenada por fecha',
    'El precio debe ser válido',
    'El nombre debe ser único',
    'El sistema debe ser compatible con Windows',
    'El acceso debe ser limitado a los gerentes',
  ],
  German: [
    'Die Mahnung muss vom Mahndienst verschickt werden',
    'Die Datei muss durch den Dienst gelöscht werden',
    'Die Daten müssen von der Buchhaltung geprüft werden',
    'Die Liste muss nach Namen sortiert sein',
    'Die Anzeige muss rot werden',
    'Das System muss den Auftrag speichern',
    'WENN ein Auftrag gelöscht werden muss, MUSS das System fragen',
    'Die Frist muss eingehalten werden',
  ],
  Vietnamese: [
    'Email phải được gửi bởi dịch vụ thư',
    'Đơn phải được hệ thống lưu',
    'Hệ thống phải lưu đơn',
    'Hệ thống không được lưu mật khẩu',
    'Người dùng phải được phép hủy',
  ],
};

describe('what is done by nobody', () => {
  it.each(Object.entries(byNobody))('is told of in %s', (_, criteria) => {
    expect(criteria.filter((criterion) => !isPassive(criterion))).toEqual([]);
  });

  it.each(Object.entries(bySomebody))('is not seen where somebody does it, or it only is so: %s', (_, criteria) => {
    expect(criteria.filter(isPassive)).toEqual([]);
  });

  it('is asked for in the same languages both ways', () => {
    expect(Object.keys(bySomebody)).toEqual(Object.keys(byNobody));
  });
});
