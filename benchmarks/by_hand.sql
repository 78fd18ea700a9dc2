-- The class policy as a careful analyst writes it for DuckDB: three values, no engine, Parquet in, rows out.
--
-- SQL's own logic is Kleene's, so a missing fact stays unknown by itself. Each step names what the next one reads, once.
-- $book is the table of customers, $lists the folder of reference lists, $as_of the day. Switches and parameters are the
-- pack's own on that day. Rows that are not acceptable (a word outside its list, a check digit, a number out of bounds, a
-- repeated key, a supplied value that contradicts its derivation) are left out, as `kefen run` does; why is not said.

CREATE OR REPLACE TEMP MACRO full_years(since, until) AS
  year(until) - year(since) - (month(until) * 100 + day(until) < month(since) * 100 + day(since))::INT;
CREATE OR REPLACE TEMP MACRO months(history, codes) AS length(history) - length(translate(history, codes, ''));
CREATE OR REPLACE TEMP MACRO not_all_known(history) AS contains(history, '?') OR length(history) < 24;
-- 4 and worse, closed unsettled, bad debt; more than eight months overdue, more than two threes
CREATE OR REPLACE TEMP MACRO bans(history, worst) AS CASE
  WHEN regexp_matches(history, worst) THEN TRUE
  WHEN regexp_matches(history, '[123]') AND (months(history, '123') > 8 OR months(history, '3') > 2) THEN TRUE
  WHEN not_all_known(history) THEN NULL
  WHEN history IS NOT NULL THEN FALSE END;
CREATE OR REPLACE TEMP MACRO has_three(history) AS CASE
  WHEN contains(history, '3') THEN TRUE WHEN not_all_known(history) THEN NULL WHEN history IS NOT NULL THEN FALSE END;
CREATE OR REPLACE TEMP MACRO is_blemished(history) AS CASE
  WHEN regexp_matches(history, '[^N/*C?]') THEN TRUE WHEN not_all_known(history) THEN NULL WHEN history IS NOT NULL THEN FALSE END;
CREATE OR REPLACE TEMP MACRO contradicts(grade, banned, three, blemished) AS CASE grade
  WHEN 'BANNED' THEN banned IS FALSE
  WHEN 'SUBSTANDARD' THEN banned IS TRUE OR three IS FALSE
  WHEN 'BLEMISHED' THEN banned IS TRUE OR three IS TRUE OR blemished IS FALSE
  WHEN 'NORMAL' THEN banned IS TRUE OR three IS TRUE OR blemished IS TRUE
  ELSE FALSE END;
CREATE OR REPLACE TEMP MACRO digit(number, place, weight) AS (number // place) % 10 * weight;
CREATE OR REPLACE TEMP MACRO is_resident_id(id, number) AS
  length(id) = 18 AND upper(id[18]) = substring('10X98765432', 1 + ((
    digit(number, 10000000000000000, 7) + digit(number, 1000000000000000, 9) + digit(number, 100000000000000, 10)
    + digit(number, 10000000000000, 5) + digit(number, 1000000000000, 8) + digit(number, 100000000000, 4)
    + digit(number, 10000000000, 2) + digit(number, 1000000000, 1) + digit(number, 100000000, 6)
    + digit(number, 10000000, 3) + digit(number, 1000000, 7) + digit(number, 100000, 9) + digit(number, 10000, 10)
    + digit(number, 1000, 5) + digit(number, 100, 8) + digit(number, 10, 4) + digit(number, 1, 2)) % 11)::INT, 1);
CREATE OR REPLACE TEMP MACRO reaches(n, least_n, r, least_r, a, least_a) AS
  (least_n = 0 OR n >= least_n) AND (least_r = 0 OR r >= least_r) AND (least_a = 0 OR a >= least_a);

CREATE OR REPLACE TEMP TABLE central AS SELECT column0 AS code FROM read_csv($lists || '/sasac_list.csv', header = false, skip = 1, all_varchar = true);
CREATE OR REPLACE TEMP TABLE schools AS SELECT column0 AS code FROM read_csv($lists || '/known_private_schools.csv', header = false, skip = 1, all_varchar = true);
CREATE OR REPLACE TEMP TABLE universities AS SELECT column0 AS code FROM read_csv($lists || '/ministry_universities.csv', header = false, skip = 1, all_varchar = true);

-- The 2011 size standard: what an enterprise of an industry reaches to be large, medium, small; 0 asks nothing.
CREATE OR REPLACE TEMP TABLE sizes (industry VARCHAR, n3 INT, r3 BIGINT, a3 BIGINT, n2 INT, r2 BIGINT, a2 BIGINT, n1 INT, r1 BIGINT, a1 BIGINT);
INSERT INTO sizes SELECT unnest(industries), n3, r3, a3, n2, r2, a2, n1, r1, a1 FROM (VALUES
  (['agriculture'],                                                  0,  200000000,          0,   0,  5000000,        0,   0,  500000,        0),
  (['manufacturing', 'salt', 'tobacco', 'refining', 'power'],     1000,  400000000,          0, 300, 20000000,        0,  20, 3000000,        0),
  (['construction'],                                                 0,  800000000,  800000000,   0, 60000000, 50000000,   0, 3000000,  3000000),
  (['wholesale', 'tobacco_trade'],                                 200,  400000000,          0,  20, 50000000,        0,   5, 10000000,       0),
  (['retail'],                                                     300,  200000000,          0,  50,  5000000,        0,  10, 1000000,        0),
  (['transport', 'port'],                                         1000,  300000000,          0, 300, 30000000,        0,  20, 2000000,        0),
  (['storage'],                                                    200,  300000000,          0, 100, 10000000,        0,  20, 1000000,        0),
  (['post'],                                                      1000,  300000000,          0, 300, 20000000,        0,  20, 1000000,        0),
  (['accommodation', 'catering'],                                  300,  100000000,          0, 100, 20000000,        0,  10, 1000000,        0),
  (['telecom', 'information'],                                    2000, 1000000000,          0, 100, 10000000,        0,  10, 1000000,        0),
  (['software'],                                                   300,  100000000,          0, 100, 10000000,        0,  10,  500000,        0),
  (['property_development'],                                         0, 2000000000,  100000000,   0, 10000000, 50000000,   0, 1000000, 20000000),
  (['property_management'],                                       1000,   50000000,          0, 300, 10000000,        0, 100, 5000000,        0),
  (['business_services', 'law_firm', 'accounting_firm'],           300,          0, 1200000000, 100,        0, 80000000,  10,       0,  1000000),
  (['finance', 'other_industry'],                                  300,          0,          0, 100,        0,        0,  10,       0,        0)
) AS of(industries, n3, r3, a3, n2, r2, a2, n1, r1, a1);

-- What is shown beside a clause's number, and the words of a set of possible outcomes (a bit each, refusal the sixth).
CREATE OR REPLACE TEMP TABLE clauses (decisive VARCHAR, decisive_place VARCHAR, decisive_title VARCHAR);
INSERT INTO clauses VALUES
  ('6.2.1', '第六条(二)1', '副处级以上公务员或副团级以上军官'),
  ('6.2.2', '第六条(二)2', '副处级以上事业单位人员'),
  ('6.2.3', '第六条(二)3', '学校领导'),
  ('6.2.4', '第六条(二)4', '医院高级职称或领导'),
  ('6.2.5', '第六条(二)5', '优质企业骨干'),
  ('6.3.5', '第六条(三)', '次级下调'),
  ('7.2.1', '第七条(二)1', '副科级以上公务员或副营级以上军官'),
  ('7.2.2', '第七条(二)2', '副科级以上事业单位人员'),
  ('7.2.3', '第七条(二)3', '中级以上职称教师'),
  ('7.2.4', '第七条(二)4', '公立医院中级以上技术职务'),
  ('7.2.5', '第七条(二)5', '优质企业员工'),
  ('7.3.5', '第七条(三)', '次级下调'),
  ('8.2.1', '第八条(二)1', '所列单位有资历的员工'),
  ('8.2.2', '第八条(二)2', '长期稳健经营的自雇人士'),
  ('8.3.5', '第八条(三)', '次级下调'),
  ('9.2.1', '第九条(二)1', '所列单位的员工'),
  ('9.2.2', '第九条(二)2', '大中型企业的代发工资员工'),
  ('9.2.3', '第九条(二)3', '自雇人士'),
  ('10.1', '第十条(一)', '年龄、身份与工作'),
  ('10.2', '第十条(二)', '职业与收入'),
  ('10.3', '第十条(三)', '信用与社会记录'),
  ('10.9', '第十条', '五类');
CREATE OR REPLACE TEMP TABLE outcome_words AS
SELECT mask AS possible_outcomes, concat_ws('|', CASE WHEN mask & 1 > 0 THEN '1' END, CASE WHEN mask & 2 > 0 THEN '2' END,
  CASE WHEN mask & 4 > 0 THEN '3' END, CASE WHEN mask & 8 > 0 THEN '4' END, CASE WHEN mask & 16 > 0 THEN '5' END,
  CASE WHEN mask & 32 > 0 THEN 'refused' END) AS possible
FROM (SELECT unnest(range(1, 64))::INT AS mask);

CREATE OR REPLACE TEMP VIEW decided_by_hand AS
WITH customers AS (
  SELECT *,
    "employer.employees" AS n, "employer.revenue" AS r, "employer.assets" AS a, "employer.industry" AS industry,
    marital_status = 'married_status' AS married,
    coalesce(age, full_years(birth_date, $as_of)) AS years,
    CASE WHEN credit_adjustment_basis IS NOT NULL AND credit_adjustment_approver IS NOT NULL AND credit_adjusted_on IS NOT NULL
      THEN coalesce(adjusted_credit_grade, credit_grade) ELSE credit_grade END AS grade,
    CASE WHEN "spouse.credit_adjustment_basis" IS NOT NULL AND "spouse.credit_adjustment_approver" IS NOT NULL AND "spouse.credit_adjusted_on" IS NOT NULL
      THEN coalesce("spouse.adjusted_credit_grade", "spouse.credit_grade") ELSE "spouse.credit_grade" END AS spouse_grade,
    employer_kind = 'enterprise' AS enterprise,
    established_post AS established,
    formal_staff AND NOT service_staff AS staff,
    "employer.code" IN (SELECT code FROM central) AS is_central,
    "employer.parent_code" IN (SELECT code FROM central) AS parent_is_central,
    "employer.code" IN (SELECT code FROM schools) AS known_school,
    "employer.code" IN (SELECT code FROM universities) AS ministry_university,
    coalesce(business_years, full_years(business_since, $as_of)) AS business,
    founded_organisation OR main_income_is_business OR shareholding > 0.1
      AND CASE WHEN shareholding_in_listed IS NULL THEN NULL WHEN shareholding_in_listed THEN listed_holding_counts ELSE TRUE END AS self_employed,
    abnormal_account OR declared_banned OR bans(card_history, '[4-7GB]') OR bans(loan_history, '[4-7GBZD]') AS banned_by_record,
    has_three(card_history) OR has_three(loan_history) AS three_on_record,
    is_blemished(card_history) OR is_blemished(loan_history) AS blemished,
    "spouse.abnormal_account" OR "spouse.declared_banned"
      OR bans("spouse.card_history", '[4-7GB]') OR bans("spouse.loan_history", '[4-7GBZD]') AS spouse_banned_by_record,
    coalesce(customer_id IS NULL
    OR NOT is_resident_id(resident_id, resident_number) OR (resident_number IS NULL AND resident_id IS NOT NULL)
    OR nationality NOT IN ('mainland', 'hk_macao_taiwan', 'foreigner')
    OR marital_status NOT IN ('single', 'married_status', 'widowed', 'divorced')
    OR education NOT IN ('primary', 'junior_secondary', 'senior_secondary', 'vocational_secondary', 'unfinished_higher', 'associate', 'bachelor', 'postgraduate_class', 'master', 'doctor')
    OR employer_kind NOT IN ('government', 'public_institution', 'public_school', 'private_school', 'public_hospital', 'private_hospital', 'army', 'enterprise', 'other_organisation', 'own_business', 'no_employer')
    OR administrative_level NOT IN ('no_level', 'deputy_section', 'section', 'deputy_division', 'division', 'deputy_bureau', 'bureau', 'deputy_ministry', 'ministry', 'deputy_national', 'national')
    OR civil_rank NOT IN ('no_rank', 'clerk_2', 'clerk_1', 'section_rank_4', 'section_rank_3', 'section_rank_2', 'section_rank_1', 'division_rank_4', 'division_rank_3', 'division_rank_2', 'division_rank_1', 'bureau_rank_2', 'bureau_rank_1')
    OR military_post NOT IN ('not_officer', 'platoon', 'deputy_company', 'company', 'deputy_battalion', 'battalion', 'deputy_regiment', 'regiment', 'deputy_division_command', 'division_command', 'deputy_corps', 'corps', 'deputy_theatre', 'theatre')
    OR school_post NOT IN ('no_school_post', 'college_leader', 'school_leader', 'vice_chair', 'chair')
    OR teaching_title NOT IN ('no_teaching_title', 'junior_teaching', 'middle_teaching', 'associate_senior_teaching', 'senior_teaching')
    OR hospital_post NOT IN ('no_hospital_post', 'department_head', 'hospital_leader')
    OR medical_title NOT IN ('no_medical_title', 'assistant_level', 'practitioner', 'attending', 'associate_chief', 'chief')
    OR unit_level NOT IN ('below_province', 'provincial', 'headquarters')
    OR management_level NOT IN ('not_manager', 'junior_manager', 'middle_manager', 'senior_manager')
    OR technical_level NOT IN ('not_technical', 'junior_technical', 'middle_technical', 'senior_technical')
    OR "employer.hospital_grade" NOT IN ('ungraded', 'grade_1c', 'grade_1b', 'grade_1a', 'grade_2c', 'grade_2b', 'grade_2a', 'grade_3c', 'grade_3b', 'grade_3a', 'grade_3s')
    OR "employer.industry" NOT IN ('agriculture', 'manufacturing', 'salt', 'tobacco', 'tobacco_trade', 'refining', 'power', 'construction', 'wholesale', 'retail', 'transport', 'port', 'storage', 'post', 'accommodation', 'catering', 'telecom', 'information', 'software', 'finance', 'property_development', 'property_management', 'business_services', 'law_firm', 'accounting_firm', 'other_industry')
    OR "employer.size" NOT IN ('micro', 'small', 'medium', 'large')
    OR "employer.listing" NOT IN ('unlisted', 'main_board', 'chinext', 'star', 'beijing', 'overseas')
    OR credit_grade NOT IN ('NORMAL', 'BLEMISHED', 'SUBSTANDARD', 'BANNED')
    OR adjusted_credit_grade NOT IN ('NORMAL', 'BLEMISHED', 'SUBSTANDARD', 'BANNED')
    OR "spouse.credit_grade" NOT IN ('NORMAL', 'BLEMISHED', 'SUBSTANDARD', 'BANNED')
    OR "spouse.adjusted_credit_grade" NOT IN ('NORMAL', 'BLEMISHED', 'SUBSTANDARD', 'BANNED')
    OR NOT list_has_all(['certified_accountant', 'auditor', 'cost_engineer', 'asset_appraiser', 'architect', 'structural_engineer', 'civil_engineer', 'consulting_engineer', 'real_estate_appraiser', 'lawyer', 'financial_analyst', 'financial_planner', 'other_qualification'], qualifications)
    OR age NOT BETWEEN 0 AND 120 OR tenure_years < 0 OR payroll_years < 0 OR "employer.employees" < 0
    OR "employer.revenue" < 0 OR "employer.assets" < 0 OR "employer.profit_years" < 0 OR "employer.parent_holding" NOT BETWEEN 0 AND 1
    OR shareholding NOT BETWEEN 0 AND 1 OR business_years < 0 OR registered_capital < 0 OR paid_in_capital < 0
    OR NOT regexp_full_match(card_history, '[/*N1-7DZCGB?]{1,24}') OR NOT regexp_full_match(loan_history, '[/*N1-7DZCGB?]{1,24}')
    OR NOT regexp_full_match("spouse.card_history", '[/*N1-7DZCGB?]{1,24}') OR NOT regexp_full_match("spouse.loan_history", '[/*N1-7DZCGB?]{1,24}')
    OR birth_date > $as_of OR hire_date > $as_of OR hire_date <= birth_date OR residence_since > $as_of OR work_in_china_since > $as_of
    OR payroll_since > $as_of OR business_since > $as_of OR business_since <= birth_date OR business_local_since < business_since
    OR credit_adjusted_on > $as_of OR "spouse.credit_adjusted_on" > $as_of
    OR age <> full_years(birth_date, $as_of) OR tenure_years <> full_years(hire_date, $as_of)
    OR payroll_years <> full_years(payroll_since, $as_of) OR business_years <> full_years(business_since, $as_of), FALSE) AS unacceptable
  FROM (SELECT *, TRY_CAST(resident_id[1:17] AS BIGINT) AS resident_number FROM $book)
), sized AS (
  SELECT *,
    CASE WHEN industry IS NULL THEN CASE WHEN n < 10 AND r < 500000 THEN 'micro' END
      WHEN reaches(n, n3, r, r3, a, a3) THEN 'large' WHEN reaches(n, n3, r, r3, a, a3) IS NULL THEN NULL
      WHEN reaches(n, n2, r, r2, a, a2) THEN 'medium' WHEN reaches(n, n2, r, r2, a, a2) IS NULL THEN NULL
      WHEN reaches(n, n1, r, r1, a, a1) THEN 'small' WHEN reaches(n, n1, r, r1, a, a1) IS NOT NULL THEN 'micro' END AS derived_size,
    CASE WHEN industry IS NULL THEN CASE WHEN n < 100 AND r < 5000000 THEN FALSE END ELSE reaches(n, n2, r, r2, a, a2) END AS derived_medium
  FROM customers LEFT JOIN sizes USING (industry)
  WHERE customer_id NOT IN (SELECT customer_id FROM $book WHERE customer_id IS NOT NULL GROUP BY customer_id HAVING count(*) > 1)
), grades AS (
  SELECT *,
    CASE WHEN grade IS NULL THEN banned_by_record ELSE grade = 'BANNED' END AS banned,
    CASE WHEN grade IS NULL THEN three_on_record ELSE grade = 'SUBSTANDARD' END AS three,
    CASE WHEN married IS NULL THEN NULL WHEN married THEN
      "spouse.good_social_record" AND NOT "spouse.arrears_here" AND NOT "spouse.arrears_elsewhere"
      AND NOT CASE WHEN spouse_grade IS NULL THEN spouse_banned_by_record ELSE spouse_grade = 'BANNED' END
      ELSE TRUE END AS sound_spouse,
    CASE WHEN "employer.size" IS NULL THEN derived_medium ELSE "employer.size" IN ('medium', 'large') END AS medium,
    enterprise AND (
      is_central
      OR "employer.listing" NOT IN ('unlisted', 'chinext') AND "employer.profit_years" >= 3
        AND "employer.parent_holding" >= 0.25 AND parent_is_central
      OR industry = 'finance' AND "employer.licensed_financial"
      OR industry IN ('telecom', 'power', 'tobacco', 'tobacco_trade', 'refining', 'port', 'salt')
      OR industry IN ('law_firm', 'accounting_firm') AND "employer.cross_province") AS premium
  FROM sized
  WHERE NOT unacceptable AND ("employer.size" = derived_size) IS NOT FALSE
    AND NOT contradicts(credit_grade, banned_by_record, three_on_record, blemished)
    AND ("spouse.credit_grade" IS NULL OR NOT contradicts("spouse.credit_grade", spouse_banned_by_record,
      has_three("spouse.card_history") OR has_three("spouse.loan_history"),
      is_blemished("spouse.card_history") OR is_blemished("spouse.loan_history")))
), flags AS (
  SELECT customer_id, years, legal_occupation, stable_income,
    nullif(concat_ws('|', CASE WHEN adjusted_credit_grade IS NOT NULL THEN CASE WHEN credit_adjustment_basis IS NOT NULL
        AND credit_adjustment_approver IS NOT NULL AND credit_adjusted_on IS NOT NULL THEN 'keep_credit_adjustment' ELSE 'complete_credit_adjustment' END END,
      CASE WHEN married AND "spouse.adjusted_credit_grade" IS NOT NULL AND ("spouse.credit_adjustment_basis" IS NULL
        OR "spouse.credit_adjustment_approver" IS NULL OR "spouse.credit_adjusted_on" IS NULL) THEN 'check_spouse_file' END,
      CASE WHEN enterprise AND is_central AND NOT "employer.state_owned" THEN 'verify_state_ownership' END,
      CASE WHEN NOT sound_operation THEN 'record_unsound_reason' END), '') AS to_do,
    three AND NOT banned AS substandard,
    good_social_record AND NOT banned AND NOT arrears_here AND NOT arrears_elsewhere AND sound_spouse AS sound,
    nationality = 'mainland' AND full_capacity AS citizen,
    education IN ('associate', 'bachelor', 'postgraduate_class', 'master', 'doctor') AND stable_income AS learned,
    nationality <> 'mainland' AND full_capacity AND full_years(residence_since, $as_of) >= 1 AND fixed_abode AND legal_occupation AS resident,
    nationality <> 'mainland' AND full_capacity AND full_years(work_in_china_since, $as_of) >= 1 AS worker,
    NOT self_employed OR operates_normally AND full_years(business_local_since, $as_of) >= 1 AS in_business_here,
    employer_kind = 'government' AND established AND (
        administrative_level IN ('deputy_division', 'division', 'deputy_bureau', 'bureau', 'deputy_ministry', 'ministry', 'deputy_national', 'national')
        OR civil_rank IN ('division_rank_4', 'division_rank_3', 'division_rank_2', 'division_rank_1', 'bureau_rank_2', 'bureau_rank_1'))
      OR employer_kind = 'army' AND military_post IN ('deputy_regiment', 'regiment', 'deputy_division_command', 'division_command', 'deputy_corps', 'corps', 'deputy_theatre', 'theatre') AS c6_2_1,
    employer_kind IN ('public_institution', 'public_school', 'public_hospital') AND established
      AND administrative_level IN ('deputy_division', 'division', 'deputy_bureau', 'bureau', 'deputy_ministry', 'ministry', 'deputy_national', 'national') AS c6_2_2,
    (employer_kind = 'public_school' OR employer_kind = 'private_school' AND known_school)
      AND (school_post IN ('school_leader', 'vice_chair', 'chair') OR school_post = 'college_leader' AND ministry_university) AS c6_2_3,
    employer_kind IN ('public_hospital', 'private_hospital') AND "employer.hospital_grade" IN ('grade_2a', 'grade_3c', 'grade_3b', 'grade_3a', 'grade_3s')
      AND (established AND medical_title IN ('associate_chief', 'chief') OR hospital_post IN ('hospital_leader', 'department_head')) AS c6_2_4,
    premium AND (management_level = 'senior_manager' OR technical_level = 'senior_technical'
      OR unit_level IN ('provincial', 'headquarters') AND management_level IN ('middle_manager', 'senior_manager')) AS c6_2_5,
    employer_kind = 'government' AND established AND (
        administrative_level <> 'no_level' OR civil_rank NOT IN ('no_rank', 'clerk_2', 'clerk_1'))
      OR employer_kind = 'army' AND military_post NOT IN ('not_officer', 'platoon', 'deputy_company', 'company') AS c7_2_1,
    employer_kind IN ('public_institution', 'public_school', 'public_hospital') AND established AND administrative_level <> 'no_level' AS c7_2_2,
    (employer_kind = 'public_school' AND established OR employer_kind = 'private_school' AND formal_staff AND known_school)
      AND teaching_title NOT IN ('no_teaching_title', 'junior_teaching') AS c7_2_3,
    employer_kind = 'public_hospital' AND established AND medical_title IN ('attending', 'associate_chief', 'chief') AS c7_2_4,
    premium AND (unit_level IN ('provincial', 'headquarters') AND staff OR management_level IN ('middle_manager', 'senior_manager')
      OR technical_level IN ('middle_technical', 'senior_technical')) AS c7_2_5,
    staff AND (
      employer_kind IN ('government', 'public_institution', 'public_school', 'public_hospital') AND "employer.local"
      OR employer_kind = 'private_school' AND known_school OR premium
      OR enterprise AND "employer.state_owned" AND medium
      OR enterprise AND "employer.listing" <> 'unlisted' AND "employer.profit_years" >= 3) AS c9_2_1,
    education NOT IN ('primary', 'junior_secondary', 'senior_secondary', 'vocational_secondary', 'unfinished_higher', 'associate')
        AND coalesce(tenure_years, full_years(hire_date, $as_of)) >= 2
      OR education IN ('postgraduate_class', 'master', 'doctor')
      OR list_has_any(qualifications, ['certified_accountant', 'auditor', 'cost_engineer', 'asset_appraiser', 'architect', 'structural_engineer',
        'civil_engineer', 'consulting_engineer', 'real_estate_appraiser', 'lawyer', 'financial_analyst', 'financial_planner']) AS qualified,
    self_employed AND business >= 10 AND registered_capital >= 1000000 AND owns_premises_local AND owns_home_local
      AND profit_12m > 0 AND net_cash_flow_12m > 0 AND coalesce(sound_operation, TRUE) AS c8_2_2,
    enterprise AND staff AND medium AND "employer.net_cash_flow_last_year" > 0 AND "employer.net_cash_flow_prior_year" > 0
      AND "employer.good_credit" AND "employer.principals_clean" AND coalesce(payroll_years, full_years(payroll_since, $as_of)) >= 2 AS c9_2_2,
    self_employed AND business >= 5 AND (owns_home_local OR owns_premises_local) AND profit_6m > 0 AND net_cash_flow_6m > 0
      AND coalesce(sound_operation, TRUE) AS c9_2_3
  FROM grades
), classes AS (
  SELECT *,
    years BETWEEN 30 AND 55 AND citizen AND sound AND learned AND (c6_2_1 OR c6_2_2 OR c6_2_3 OR c6_2_4 OR c6_2_5) AS class_1,
    years BETWEEN 25 AND 55 AND citizen AND sound AND learned AND (c7_2_1 OR c7_2_2 OR c7_2_3 OR c7_2_4 OR c7_2_5) AS class_2,
    years BETWEEN 25 AND 55 AND citizen AND sound AND learned AND (c9_2_1 AND qualified OR c8_2_2) AS class_3,
    years BETWEEN 22 AND 60 AND (citizen OR resident) AND sound AND learned AND (c9_2_1 OR c9_2_2 OR c9_2_3) AS class_4,
    years BETWEEN 18 AND 60 AND (citizen OR worker) AS c10_1,
    legal_occupation AND stable_income AND in_business_here AS c10_2
  FROM flags
), open_classes AS (
  SELECT *, c10_1 AND c10_2 AND sound AS class_5,
    class_1 IS NOT FALSE AS can_1,
    class_2 IS NOT FALSE AND class_1 IS NOT TRUE AS can_2,
    class_3 IS NOT FALSE AND class_1 IS NOT TRUE AND class_2 IS NOT TRUE AS can_3,
    class_4 IS NOT FALSE AND class_1 IS NOT TRUE AND class_2 IS NOT TRUE AND class_3 IS NOT TRUE AS can_4,
    substandard IS NOT FALSE AS may_fall, substandard IS NOT TRUE AS may_stay
  FROM classes
), outcomes AS (
  SELECT *,
    coalesce(class_1 OR class_2 OR class_3 OR class_4 OR class_5, FALSE) AS graded,
    (CASE WHEN can_1 AND may_stay THEN 1 ELSE 0 END)
      + (CASE WHEN can_1 AND may_fall OR can_2 AND may_stay THEN 2 ELSE 0 END)
      + (CASE WHEN can_2 AND may_fall OR can_3 AND may_stay THEN 4 ELSE 0 END)
      + (CASE WHEN can_3 AND may_fall OR can_4 THEN 8 ELSE 0 END)
      + (CASE WHEN class_5 IS NOT FALSE AND class_1 IS NOT TRUE AND class_2 IS NOT TRUE AND class_3 IS NOT TRUE AND class_4 IS NOT TRUE
           THEN 16 ELSE 0 END) AS possible_classes
  FROM open_classes
), answers AS (
  SELECT *,
    CASE WHEN possible_classes = 0 THEN 'refused' WHEN NOT graded THEN 'undetermined'
      WHEN possible_classes IN (1, 2, 4, 8, 16) THEN 'decided' ELSE 'provisional' END AS status,
    CASE WHEN NOT graded THEN NULL WHEN possible_classes >= 16 THEN 5 WHEN possible_classes >= 8 THEN 4
      WHEN possible_classes >= 4 THEN 3 WHEN possible_classes >= 2 THEN 2 WHEN possible_classes = 1 THEN 1 END AS class
  FROM outcomes
), explained AS (
  SELECT *, possible_classes + CASE WHEN graded THEN 0 ELSE 32 END AS possible_outcomes,
    CASE status
      WHEN 'undetermined' THEN NULL
      WHEN 'refused' THEN CASE WHEN c10_1 IS FALSE THEN '10.1' WHEN c10_2 IS FALSE THEN '10.2' WHEN sound IS FALSE THEN '10.3' ELSE '10.9' END
      ELSE CASE
        WHEN class = 2 AND may_fall AND can_1 THEN '6.3.5'
        WHEN class = 3 AND may_fall AND can_2 THEN '7.3.5'
        WHEN class = 4 AND may_fall AND can_3 THEN '8.3.5'
        WHEN class = 1 THEN CASE WHEN c6_2_1 THEN '6.2.1' WHEN c6_2_2 THEN '6.2.2' WHEN c6_2_3 THEN '6.2.3' WHEN c6_2_4 THEN '6.2.4' WHEN c6_2_5 THEN '6.2.5' END
        WHEN class = 2 THEN CASE WHEN c7_2_1 THEN '7.2.1' WHEN c7_2_2 THEN '7.2.2' WHEN c7_2_3 THEN '7.2.3' WHEN c7_2_4 THEN '7.2.4' WHEN c7_2_5 THEN '7.2.5' END
        WHEN class = 3 THEN CASE WHEN c9_2_1 AND qualified THEN '8.2.1' WHEN c8_2_2 THEN '8.2.2' END
        WHEN class = 4 THEN CASE WHEN c9_2_1 THEN '9.2.1' WHEN c9_2_2 THEN '9.2.2' WHEN c9_2_3 THEN '9.2.3' END
        WHEN class = 5 THEN '10.9' END END AS decisive
  FROM answers
)
SELECT customer_id, CAST(class AS VARCHAR) AS customer_class, ['一类', '二类', '三类', '四类', '五类'][class] AS customer_class_label, status,
  CASE WHEN status = 'provisional' THEN 'better' END AS marked, possible, decisive, decisive_place, decisive_title, to_do AS "do", CAST(NULL AS VARCHAR) AS "open"
FROM explained LEFT JOIN clauses USING (decisive) JOIN outcome_words USING (possible_outcomes);
