-- Shares are whole per cents here, without their numerators: totals over all subjects are published exactly
-- (marks_below_5_share), and what a unit's other subjects leave of its total must not tell a hidden one.
SELECT
    cell.school_year, cell.term, term.name_vi AS term_name_vi, term.start_date AS period_start,
    term.end_date AS period_end, cell.subject_code, subject.name_vi AS subject_name_vi, cell.grade, unit.unit_kind,
    unit.unit_code, unit.valid_from AS unit_from, unit.name_vi AS unit_name_vi,
    CASE WHEN NOT is_hidden THEN numerator + rest END AS average_count,
    CASE WHEN NOT is_hidden
        THEN (((200 * numerator + numerator + rest) // (2 * (numerator + rest))) * 0.01)::DECIMAL(4, 2)
    END AS below_5_share,
    CASE WHEN NOT is_hidden
        THEN (((20 * tenths + numerator + rest) // (2 * (numerator + rest))) * 0.01)::DECIMAL(5, 2)
    END AS average_mean,
    is_hidden
FROM marts.subject_hidden AS cell
INNER JOIN config.school_term AS term USING (school_year, term)
INNER JOIN config.school_subject AS subject USING (subject_code)
INNER JOIN marts.unit AS unit
    ON unit.unit_kind = cell.unit_kind
    AND term.end_date BETWEEN unit.valid_from AND coalesce(unit.valid_to, DATE '9999-12-31')
    AND CASE cell.unit_kind
        WHEN 'school' THEN unit.unit_code = cell.school_code
        WHEN 'commune' THEN unit.unit_code = cell.commune_code
        ELSE true
    END
