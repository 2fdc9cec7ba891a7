// MAIL and RCPT arguments: what sendmail takes, and its words for what it does not.
#include "sendmaild/smtp/esmtp_parameters.h"

#include <doctest/doctest.h>

using namespace sm::smtp;

TEST_CASE("smtp/esmtp_parameters: the path is cut off as sendmail does") {
  struct Row {
    const char* what;
    std::string_view argument;
    std::string address;     // empty: refused
    std::string parameters;  // or the reply
  };
  const Row rows[] = {
      {"usual", "FROM:<a@b> SIZE=10", "<a@b>", "SIZE=10"},
      {"blanks around the colon", "from : a@b", "a@b", ""},
      {"no brackets", "from: roror@roror.co.kr", "roror@roror.co.kr", ""},
      {"blank in brackets", "FROM:<a b@c> BODY=7BIT", "<a b@c>", "BODY=7BIT"},
      {"quoted blank", "FROM:\"a b\"@c X", "\"a b\"@c", "X"},
      {"comment", "FROM:a@b(x y) X", "a@b(x y)", "X"},
      {"null sender", "FROM:<>", "<>", ""},
      {"unbalanced", "FROM:<a@b SIZE=1", "<a@b SIZE=1", ""},
      {"nothing", "", "", "501 5.5.2 Syntax error in parameters scanning \"\""},
      {"no colon", "from a@b", "", "501 5.5.2 Syntax error in parameters scanning \"from\""},
      {"other word", "form: a@b", "", "501 5.5.2 Syntax error in parameters scanning \"form\""},
      {"address only", "lee@naver.com", "", "501 5.5.2 Syntax error in parameters scanning \"lee@naver.com\""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    auto result = split_path_argument(row.argument, "from");
    if (row.address.empty()) {
      REQUIRE(std::holds_alternative<Reply>(result));
      CHECK(std::get<Reply>(result).first_line() == row.parameters);
    } else {
      REQUIRE(std::holds_alternative<PathArgument>(result));
      CHECK(std::get<PathArgument>(result).address == row.address);
      CHECK(std::get<PathArgument>(result).parameters == row.parameters);
    }
  }
}

TEST_CASE("smtp/esmtp_parameters: MAIL parameters that are refused") {
  struct Row {
    std::string_view text;
    std::string reply;
  };
  const Row rows[] = {
      {"SIZE", "501 5.5.2 SIZE requires a value"},
      {"SIZE=99999999999999999999", "552 5.2.3 Message size exceeds maximum value"},
      {"SIZE=-1", "552 5.2.3 Message size invalid"},
      {"BODY", "501 5.5.2 BODY requires a value"},
      {"BODY=X", "501 5.5.4 Unknown BODY type X"},
      {"BODY=BINARYMIME", "501 5.5.4 Unknown BODY type BINARYMIME"},
      {"FOO=BAR", "555 5.5.4 FOO parameter unrecognized"},
      {"ENVID", "501 5.5.2 ENVID requires a value"},
      {"ENVID=a=b", "555 5.5.4 b parameter unrecognized"},
      {"ENVID=a+4", "501 5.5.4 Syntax error in ENVID parameter value"},
      {"RET=", "501 5.5.2 Bad argument \"\" to RET"},
      {"BODY=", "501 5.5.4 Unknown BODY type "},
      {"foo$=c", "555 5.5.4 foo parameter unrecognized"},
      {"=x", "555 5.5.4  parameter unrecognized"},
      {"BODY=7BIT Foo-Bar=x", "555 5.5.4 Foo-Bar parameter unrecognized"},
      {"BY=9999999999;N", "501 5.5.2 BY=9999999999;N out of range"},
      {"BY=10;", "501 5.5.2 illegal by-mode '?'"},
      {"ENVID=a ENVID=b", "501 5.5.0 Duplicate ENVID parameter"},
      {"RET=MAYBE", "501 5.5.2 Bad argument \"MAYBE\" to RET"},
      {"RET=FULL RET=HDRS", "501 5.5.0 Duplicate RET parameter"},
      {"AUTH", "501 5.5.2 AUTH= requires a value"},
      {"AUTH=a+4", "501 5.5.4 Syntax error in AUTH parameter value"},
      {"BY=100", "501 5.5.2 BY= missing ';'"},
      {"BY=0;R", "501 5.5.4 mode R requires BY time > 0"},
      {"BY=1;X", "501 5.5.2 illegal by-mode 'X'"},
      {"BY=1;RX", "501 5.5.2 illegal by-trace 'X'"},
      {"SMTPUTF8", "555 5.5.4 SMTPUTF8 parameter unrecognized"},
      {"SIZE SIZE", "501 5.5.2 SIZE requires a value"},
      {"SIZE=1 SIZE=1 SIZE=1 SIZE=1 SIZE=1 SIZE=1 SIZE=1 SIZE=1 SIZE=1 SIZE=1 SIZE=1 SIZE=1 SIZE=1 SIZE=1 SIZE=1 SIZE=1 "
       "SIZE=1 SIZE=1 SIZE=1", "501 5.5.4 Too many parameters"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    auto result = parse_mail_parameters(row.text, ParameterRules());
    REQUIRE(std::holds_alternative<Reply>(result));
    CHECK(std::get<Reply>(result).first_line() == row.reply);
  }
}

TEST_CASE("smtp/esmtp_parameters: MAIL parameters that are taken") {
  auto result = parse_mail_parameters("SIZE=1234 body=8bitmime ENVID=a+2Bb RET=hdrs AUTH=<> BY=-5;NT", ParameterRules());
  REQUIRE(std::holds_alternative<MailParameters>(result));
  const auto& mail = std::get<MailParameters>(result);
  CHECK(mail.size == 1234);
  CHECK(mail.body == BodyType::eight_bit_mime);
  CHECK(mail.envelope_id == "a+2Bb");
  CHECK(mail.ret == ReturnContent::headers);
  CHECK(mail.auth == "<>");
  REQUIRE(mail.by);
  CHECK(mail.by->seconds == -5);
  CHECK(!mail.by->return_when_late);
  CHECK(mail.by->trace);
}

TEST_CASE("smtp/esmtp_parameters: RCPT parameters") {
  auto taken = parse_rcpt_parameters("NOTIFY=SUCCESS,DELAY ORCPT=rfc822;a+2Bb@c", ParameterRules());
  REQUIRE(std::holds_alternative<RcptParameters>(taken));
  CHECK(std::get<RcptParameters>(taken).notify.text() == "SUCCESS,DELAY");
  CHECK(std::get<RcptParameters>(taken).original_recipient == "rfc822;a+2Bb@c");
  struct Row {
    std::string_view text;
    bool dsn;
    std::string reply;
  };
  const Row rows[] = {
      {"NOTIFY=SOON", true, "501 5.5.4 Bad argument \"SOON\"  to NOTIFY"},
      {"NOTIFY=NEVER,DELAY", true, "501 5.5.4 Bad argument \"NEVER\"  to NOTIFY"},
      {"NOTIFY=SUCCESS,", true, "501 5.5.4 Bad argument \"\"  to NOTIFY"},
      {"NOTIFY", true, "501 5.5.2 NOTIFY requires a value"},
      {"NOTIFY=NEVER", false, "504 5.7.0 Sorry, NOTIFY not supported, we do not allow DSN"},
      {"ORCPT=x", true, "501 5.5.4 Syntax error in ORCPT parameter value"},
      {"ORCPT=a b;c", true, "501 5.5.4 Syntax error in ORCPT parameter value"},
      {"FOO", true, "555 5.5.4 FOO parameter unrecognized"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    ParameterRules rules;
    rules.dsn = row.dsn;
    auto result = parse_rcpt_parameters(row.text, rules);
    REQUIRE(std::holds_alternative<Reply>(result));
    CHECK(std::get<Reply>(result).first_line() == row.reply);
  }
}
