"""The style sheet: what Fusion and the palette cannot say by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner import paths

if TYPE_CHECKING:
    from planner.app.theme import Theme


def stylesheet(theme: Theme) -> str:
    """Qt style sheet for a theme; widgets opt in through the dynamic properties `kind` and `tone`."""
    c = theme.colours
    size = theme.pixels

    def icon(name: str) -> str:
        return paths.shipped("resources", "icons", f"{name}-{theme.name}.svg").as_posix()

    def arrow(direction: str) -> str:
        return icon(f"chevron-{direction}")

    return f"""
QWidget {{ font-family: "Inter"; font-size: {size("body")}px; }}
QToolTip {{ color: {c.text}; background: {c.surface}; border: 1px solid {c.control_border}; padding: 4px; }}
QMenuBar {{ background: {c.rail}; color: {c.text}; }}
QMenuBar::item {{ padding: 4px 12px; background: transparent; }}
QMenuBar::item:selected {{ background: {c.selected}; }}
QStatusBar {{ background: {c.rail}; border-top: 1px solid {c.border}; }}
QStatusBar::item {{ border: none; }}
QScrollArea, QScrollArea > QWidget > QWidget[kind="page"] {{ background: {c.page}; border: none; }}
QScrollArea[kind="inside"], QScrollArea > QWidget > QWidget[kind="map"] {{ background: {c.surface}; border: none; }}

QLabel[kind="title"] {{ font-size: {size("title")}px; font-weight: 600; }}
QLabel[kind="section"] {{ font-size: {size("section")}px; font-weight: 600; }}
QLabel[kind="figure"] {{ font-size: {size("figure")}px; font-weight: 600; }}
QLabel[kind="strong"] {{ font-weight: 600; }}
QLabel[kind="caption"] {{ font-size: {size("caption")}px; color: {c.muted}; }}
QLabel[kind="caption"][tone="warn"] {{ color: {c.warn}; font-weight: 600; }}
QLabel[kind="muted"] {{ color: {c.muted}; }}
QLabel:disabled {{ color: {c.muted}; }}

QFrame[kind="card"] {{ background: {c.surface}; border: 1px solid {c.border}; border-radius: 8px; }}
QFrame[kind="rail"] {{ background: {c.rail}; border: none; border-right: 1px solid {c.border}; }}

QFrame[kind="chip"] {{ border-radius: 8px; background: {c.info_tint}; }}
QFrame[kind="chip"] QLabel {{ font-size: {size("caption")}px; font-weight: 600; color: {c.text}; }}
QFrame[kind="chip"][tone="good"] {{ background: {c.good_tint}; }}
QFrame[kind="chip"][tone="good"] QLabel {{ color: {c.good}; }}
QFrame[kind="chip"][tone="warn"] {{ background: {c.warn_tint}; }}
QFrame[kind="chip"][tone="warn"] QLabel {{ color: {c.warn}; }}
QFrame[kind="chip"][tone="bad"] {{ background: {c.bad_tint}; }}
QFrame[kind="chip"][tone="bad"] QLabel {{ color: {c.bad}; }}

QFrame[kind="banner"] {{ background: {c.info_tint}; border: 1px solid {c.border}; border-left: 4px solid {c.accent}; }}
QFrame[kind="banner"][tone="bad"] {{ background: {c.bad_tint}; border-left: 4px solid {c.bad}; }}
QFrame[kind="banner"][tone="bad"] QLabel {{ color: {c.bad}; }}
QFrame[kind="banner"][tone="warn"] {{ background: {c.warn_tint}; border-left: 4px solid {c.warn}; }}
QFrame[kind="banner"][tone="warn"] QLabel {{ color: {c.warn}; }}

QToolButton[kind="place"] {{
    border: 2px solid transparent; border-radius: 8px; padding: 6px 8px; text-align: left; color: {c.text};
}}
QToolButton[kind="place"]:hover {{ background: {c.border}; }}
QToolButton[kind="place"]:checked {{ background: {c.selected}; font-weight: 600; }}
QToolButton[kind="place"]:focus {{ border-color: {c.accent}; }}

QPushButton {{
    background: {c.surface}; color: {c.text}; border: 1px solid {c.control_border}; border-radius: 6px;
    padding: 0 12px; min-height: 30px;
}}
QPushButton:hover {{ background: {c.selected}; }}
QPushButton:pressed {{ background: {c.border}; }}
QPushButton:focus {{ border: 2px solid {c.accent}; padding: 0 11px; min-height: 28px; }}
QPushButton:disabled {{ color: {c.control_border}; border-color: {c.border}; }}
QPushButton[tone="primary"] {{
    background: {c.accent}; color: {c.on_accent}; border-color: {c.accent}; font-weight: 600;
}}
QPushButton[tone="primary"]:focus {{ border: 2px solid {c.text}; }}
QPushButton[tone="primary"]:disabled {{ background: {c.track}; color: {c.muted}; border-color: {c.track}; }}
QPushButton[tone="tab"]:checked {{
    background: {c.selected}; border: 2px solid {c.accent}; padding: 0 11px; min-height: 28px; font-weight: 600;
}}
QPushButton[tone="quiet"] {{
    background: transparent; border: 2px solid transparent; color: {c.accent}; padding: 0 6px; min-height: 24px;
    font-size: {size("caption")}px;
}}
QPushButton[tone="quiet"]:hover {{ background: {c.selected}; }}
QPushButton[tone="quiet"]::menu-indicator {{
    image: url("{arrow("down")}"); width: 14px; height: 14px; subcontrol-origin: padding;
    subcontrol-position: right center; right: 2px;
}}
QPushButton[tone="quiet"][menu="yes"] {{ padding-right: 20px; }}
QPushButton[tone="quiet"][menu="narrow"] {{ padding-right: 4px; }}
QPushButton[tone="quiet"]:disabled {{ color: {c.control_border}; }}
QMenu {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.control_border}; padding: 4px; }}
QMenu::item {{ padding: 6px 24px 6px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {c.selected}; color: {c.text}; }}
QMenu::item:disabled {{ color: {c.control_border}; }}
QMenu::separator {{ height: 1px; background: {c.border}; margin: 4px 8px; }}
QPushButton[tone="quiet"]:focus {{ border-color: {c.accent}; }}

QComboBox, QSpinBox, QDoubleSpinBox, QDateEdit {{
    min-height: 30px; background: {c.surface}; color: {c.text}; border: 1px solid {c.control_border};
    border-radius: 6px; padding: 0 4px 0 8px; selection-background-color: {c.accent};
    selection-color: {c.on_accent};
}}
QComboBox:hover, QSpinBox:hover, QDoubleSpinBox:hover, QDateEdit:hover {{ border-color: {c.accent}; }}
QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus, QDateEdit:focus {{
    border: 2px solid {c.accent}; min-height: 28px; padding: 0 3px 0 7px;
}}
QComboBox:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QDateEdit:disabled {{
    color: {c.control_border}; border-color: {c.border};
}}
QComboBox::drop-down, QDateEdit::drop-down {{ border: none; width: 24px; }}
QComboBox::down-arrow, QDateEdit::down-arrow {{ image: url("{arrow("down")}"); width: 16px; height: 16px; }}
QComboBox QAbstractItemView {{
    background: {c.surface}; color: {c.text}; border: 1px solid {c.control_border};
    selection-background-color: {c.selected}; selection-color: {c.text}; outline: none;
}}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ border: none; width: 20px; background: transparent; }}
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover {{ background: {c.selected}; }}
QAbstractSpinBox::up-arrow {{ image: url("{arrow("up")}"); width: 14px; height: 14px; }}
QAbstractSpinBox::down-arrow {{ image: url("{arrow("down")}"); width: 14px; height: 14px; }}
QSlider:horizontal {{ min-height: 24px; }}
QSlider::groove:horizontal {{ height: 6px; border-radius: 3px; background: {c.track}; }}
QSlider::sub-page:horizontal {{ height: 6px; border-radius: 3px; background: {c.accent}; }}
QSlider::handle:horizontal {{
    width: 16px; height: 16px; margin: -6px 0; border-radius: 9px; background: {c.surface};
    border: 2px solid {c.accent};
}}
QSlider::handle:horizontal:hover {{ background: {c.selected}; }}
QSlider::handle:horizontal:focus {{ background: {c.accent}; border: 2px solid {c.text}; }}
QTextBrowser[kind="paper"] {{ background: #FFFFFF; color: #16202B; border: 1px solid {c.border}; }}
QLineEdit, QPlainTextEdit {{
    background: {c.surface}; color: {c.text}; border: 1px solid {c.control_border}; border-radius: 6px;
    padding: 2px 6px; selection-background-color: {c.accent}; selection-color: {c.on_accent};
    placeholder-text-color: {c.muted};
}}
QLineEdit {{ min-height: 26px; }}
QLineEdit:focus, QPlainTextEdit:focus {{ border: 2px solid {c.accent}; padding: 1px 5px; }}
QCheckBox {{ spacing: 8px; }}
QListWidget#growth_board::item {{ padding: 0; border: none; }}
QListWidget {{
    background: {c.surface}; border: 2px solid {c.border}; border-radius: 6px; outline: none;
    font-size: {size("caption")}px;
}}
QListWidget:focus {{ border-color: {c.accent}; }}
QListWidget::item {{ padding: 4px 4px; border-bottom: 1px solid {c.border}; }}
QListWidget::indicator {{
    width: 14px; height: 14px; border: 1px solid {c.control_border}; border-radius: 3px; background: {c.surface};
}}
QListWidget::indicator:checked {{
    border-color: {c.accent}; background: {c.accent}; image: url("{icon("tick")}");
}}
QListWidget::item:selected {{ background: {c.selected}; color: {c.text}; }}
Plot {{ border: 2px solid transparent; border-radius: 4px; }}
Plot:focus {{ border-color: {c.accent}; }}
QTableView {{ background: {c.surface}; border: none; gridline-color: {c.grid}; }}
DataTable {{
    alternate-background-color: {c.page}; border: 2px solid {c.border}; border-radius: 6px; outline: none;
    selection-background-color: {c.selected}; selection-color: {c.text};
}}
DataTable::item {{ padding: 0 4px; }}
DataTable::item:selected {{ background: {c.selected}; color: {c.text}; }}
DataTable:focus {{ border-color: {c.accent}; }}
QPushButton[kind="stage_box"] {{ border-radius: 8px; padding: 0 6px; text-align: center; }}
QPushButton[kind="stage_box"]:checked {{ background: {c.selected}; border: 2px solid {c.accent}; padding: 0 5px; }}
QPushButton[kind="stage_box"]:focus {{ border: 2px solid {c.text}; padding: 0 5px; min-height: 28px; }}
QLabel[kind="outcome_box"] {{
    border: 1px dashed {c.control_border}; border-radius: 10px; padding: 0 6px; background: transparent;
    color: {c.muted}; font-size: {size("caption")}px;
}}
QTableView[kind="sheet"] {{
    border: 2px solid {c.border}; border-radius: 6px; outline: none; gridline-color: {c.grid};
    selection-background-color: {c.selected}; selection-color: {c.text};
}}
QTableView[kind="sheet"]:focus {{ border-color: {c.accent}; }}
QTableView[kind="sheet"]::item {{ padding: 0 4px; }}
QTableView[kind="sheet"]::item:focus {{ border: 2px solid {c.accent}; }}
QTableView[kind="sheet"] QHeaderView::section {{
    background: {c.rail}; color: {c.text}; font-weight: 600; border-right: 1px solid {c.border}; padding: 4px 6px;
}}
QTableView[kind="sheet"] QLineEdit, QTableView[kind="sheet"] QComboBox {{
    min-height: 0; border: 2px solid {c.accent}; border-radius: 0; padding: 0 4px;
}}
QHeaderView::section {{
    background: {c.page}; color: {c.muted}; border: none; border-bottom: 1px solid {c.border}; padding: 4px 8px;
    font-size: {size("caption")}px;
}}
DataTable QHeaderView::section {{
    background: {c.rail}; color: {c.text}; font-weight: 600; border-right: 1px solid {c.border}; padding: 4px 6px;
}}
DataTable QHeaderView::section:hover {{ background: {c.selected}; }}
QHeaderView::up-arrow {{ image: url("{arrow("up")}"); width: 14px; height: 14px; }}
QHeaderView::down-arrow {{ image: url("{arrow("down")}"); width: 14px; height: 14px; }}
QLineEdit, QPlainTextEdit {{
    background: {c.surface}; color: {c.text}; border: 1px solid {c.control_border}; border-radius: 6px;
    padding: 0 8px; selection-background-color: {c.accent}; selection-color: {c.on_accent};
}}
QLineEdit {{ min-height: 30px; }}
QPlainTextEdit {{ padding: 2px 4px; }}
QLineEdit:hover, QPlainTextEdit:hover {{ border-color: {c.accent}; }}
QLineEdit:focus {{ border: 2px solid {c.accent}; padding: 0 7px; min-height: 28px; }}
QPlainTextEdit:focus {{ border: 2px solid {c.accent}; padding: 1px 3px; }}
QLineEdit[wrong="yes"], QPlainTextEdit[wrong="yes"], QDateEdit[wrong="yes"] {{ border-color: {c.bad}; }}
QLineEdit:disabled, QPlainTextEdit:disabled {{ color: {c.muted}; border-color: {c.border}; background: {c.page}; }}
QAbstractSpinBox QLineEdit, QComboBox QLineEdit, QDateEdit QLineEdit {{ border: none; padding: 0; min-height: 0; }}
QFrame[kind="drop"] {{ background: {c.surface}; border: 2px dashed {c.control_border}; border-radius: 8px; }}
QFrame[kind="drop"][over="yes"] {{ background: {c.selected}; border-color: {c.accent}; }}
QFrame[kind="row"] {{ background: {c.surface}; border: none; border-bottom: 1px solid {c.border}; }}
QLabel[kind="caption"][tone="bad"] {{ color: {c.bad}; font-weight: 600; }}
QLabel[kind="step"] {{ color: {c.muted}; padding: 6px 10px; border-radius: 6px; }}
QLabel[kind="step"][tone="now"] {{ color: {c.text}; background: {c.selected}; font-weight: 600; }}
QTabBar {{ qproperty-drawBase: 0; }}
QTabBar::tab {{
    background: transparent; color: {c.muted}; padding: 6px 14px; border: 2px solid transparent;
    border-bottom: 3px solid transparent; border-radius: 4px; font-weight: 600;
}}
QTabBar::tab:hover {{ background: {c.selected}; color: {c.text}; }}
QTabBar::tab:selected {{ color: {c.text}; border-bottom-color: {c.accent}; }}
QTabBar:focus::tab:selected {{ border-color: {c.accent}; }}
QRadioButton, QCheckBox {{ spacing: 8px; border: 2px solid transparent; border-radius: 4px; padding: 2px; }}
QRadioButton::indicator {{
    width: 12px; height: 12px; border: 2px solid {c.control_border}; border-radius: 8px; background: {c.surface};
}}
QRadioButton::indicator:checked {{ border: 5px solid {c.accent}; width: 6px; height: 6px; }}
QRadioButton:focus, QCheckBox:focus {{ border-color: {c.accent}; }}
QProgressBar {{ background: {c.track}; border: none; border-radius: 4px; }}
QProgressBar::chunk {{ background: {c.accent}; border-radius: 4px; }}
"""
