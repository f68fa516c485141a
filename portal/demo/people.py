"""The made-up clients of the demo, and what happened to each."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """``story``: what happened, each step with how many days ago it was; 0 is within the last hour."""

    first_name: str
    last_name: str
    email: str | None
    birth_date: str | None
    story: str
    preferred_name: str | None = None

    @property
    def steps(self) -> list[tuple[str, int]]:
        return [(verb, int(days)) for verb, days in (step.split() for step in self.story.split(", "))]


# The wrong birth date that is typed for them is 1 January 1970: nobody here has it.
PEOPLE = (
    # Not set up
    Person("Abigail", "Stonefield", "abigail.stonefield@example.com", "1991-02-11", "add 0"),
    Person("Bertrand", "Okonkwo", None, "1958-09-30", "add 12"),
    Person("Camille", "Dufour", "camille.dufour@example.com", "1984-06-21",
           "add 14, second_email 13, delete_default 12"),
    Person("Dmitri", "Halvorsen", "dmitri.halvorsen@example.com", None, "add 5"),
    Person("Eleanor", "Pickwick", "eleanor.pickwick@example.com", "1949-12-24", "add 9, invite 8, withdraw 7"),
    Person("Farouk", "Lindgren", "farouk.lindgren@example.com", "1997-03-08",
           "add 6, invite 1, second_email 1, switch_default 1"),
    Person("Greta", "Achterberg", None, None, "add 3"),
    Person("Nguyễn", "Thị Minh Anh", "minh.anh@example.com", "2001-08-17", "add 1", "Annie"),
    Person("Maximiliane-Theodora", "von Hohenfels-Wittgenau zu Oberbruckendorf",
           "maximiliane-theodora.von.hohenfels-wittgenau@mailbox.example.com", "1976-05-05", "add 2", "Maxi"),
    # Invited
    Person("Henrietta", "Boateng", "henrietta.boateng@example.com", "1989-10-02", "add 0, invite 0"),
    Person("Isidro", "Valverde", "isidro.valverde@example.com", "1972-01-19", "add 4, invite 1", "Izzy"),
    Person("Juniper", "Ashdown", "juniper.ashdown@example.com", "1999-11-11", "add 3, invite 1, fetch 1"),
    Person("Kasimir", "Oyelaran", "kasimir.oyelaran@example.com", "1980-04-27",
           "add 2, invite 1, fetch 0, wrong_birth_date 0, wrong_birth_date 0"),
    Person("Lavinia", "Thorncroft", "lavinia.thorncroft@example.com", "1966-07-14",
           "add 2, invite 1, fetch 1" + ", wrong_birth_date 0" * 5),
    Person("Mordecai", "Finch", "mordecai.finch@example.com", "1993-02-28", "add 8, invite 7, invite 1"),
    Person("Нина", "Соколова", "nina.sokolova@example.com", None, "add 2, invite 1"),
    Person("Ottilie", "Marchbanks", "marchbanks.family@example.com", "2009-06-03", "add 1, invite 0", "Otti"),
    # Invite expired
    Person("Percival", "Quist", "percival.quist@example.com", "1955-03-17", "add 5, invite 3"),
    Person("Quentin", "Abernathy", "quentin.abernathy@example.com", "1987-08-08", "add 9, invite 8, fetch 7"),
    Person("Rosalind", "Eze", "rosalind.eze@example.com", "1995-12-01", "add 15, invite 12, invite 5", "Rosie"),
    Person("山田", "花子", "hanako.yamada@example.com", "1990-09-09", "add 21, invite 20"),
    Person("Sebastian", "Utterby", "sebastian.utterby@example.com", None, "add 30, invite 29"),
    Person("Tabitha", "Nwosu", "tabitha.nwosu@example.com", "1978-05-25",
           "add 6, invite 4, fetch 4, wrong_birth_date 4"),
    # Active
    Person("Ulrich", "Fairweather", "ulrich.fairweather@example.com", "1969-10-10",
           "add 40, invite 39, fetch 39, register 39, fill_in 39, visit 20, visit 6, visit 1"),
    Person("Valentina", "Crossley", "valentina.crossley@example.com", "1998-01-30",
           "add 8, invite 7, register 7, fill_in 7", "Val"),
    Person("Winston", "Adeyemi", "winston.adeyemi@example.com", "1961-11-22",
           "add 38, invite 37, register 36, leave_for_later 36, visit 15, reset 1"),
    Person("Xiomara", "Beltrán", "xiomara.beltran@example.com", "1985-07-07",
           "add 36, invite 35, register 35, reset 0"),
    Person("Yusuf", "Kettleby", "yusuf.kettleby@example.com", None,
           "add 34, invite 33, register 33, fill_in 33, visit 9"),
    Person("Zoë", "Ångström", "zoe.angstrom@example.com", "1994-04-04",
           "add 33, second_email 33, invite 32, register 32, fill_in 32, visit 2"),
    Person("Hector", "Marchbanks", "marchbanks.family@example.com", "1975-09-12",
           "add 31, invite 30, register 30, leave_for_later 30, visit 1, fill_in 1"),
    Person("ליאת", "אלמוג", "liat.almog@example.com", "1983-03-03",
           "add 29, invite 28, register 28, fill_in 28, visit 11"),
    Person("Beatrix", "Longbottom-Reyes", "beatrix.longbottom@example.com", "1952-02-02",
           "add 28, invite 27, invite 24, register 23, fill_in 23, visit 4"),
    Person("Cornelius", "Vane", "cornelius.vane@example.com", "1971-06-16",
           "add 27, invite 26, register 26, leave_for_later 26, forget_password 0"),
    Person("Delphine", "Osei", "delphine.osei@example.com", "1996-10-29",
           "add 25, invite 24, register 24, turn_off 14, turn_on 13, visit 12"),
    Person("Emmett", "O’Rourke", "emmett.orourke@example.com", "1988-12-12",
           "add 2, invite 1, wrong_birth_date 0, register 0"),
    Person("Fiona", "Sandoval", "fiona.sandoval@example.com", "1979-08-31",
           "add 22, invite 21, register 20, second_email 3, switch_default 3, visit 2"),
    # Disabled
    Person("Gideon", "Prewitt", "gideon.prewitt@example.com", "1963-04-18",
           "add 39, invite 38, register 38, fill_in 38, visit 18, turn_off 11"),
    Person("Harriet", "Lumley", "harriet.lumley@example.com", "1992-05-20",
           "add 35, invite 34, register 34, reset 1, turn_off 0"),
    Person("Ignatius", "Mbeki-Strand", "ignatius.strand@example.com", "1947-01-09",
           "add 26, invite 25, register 25, turn_off 5"),
    Person("Josephine", "Tallis", "josephine.tallis@example.com", "2000-07-27",
           "add 18, invite 17, register 17, visit 8, turn_off 2", "Josie"),
)  # fmt: skip
