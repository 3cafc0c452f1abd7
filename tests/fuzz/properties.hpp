// What must hold of every text, whatever its bytes. Each returns "" or what is wrong.
#pragma once
#include <string>

namespace ratebook::fuzz {

// Reading ends; its messages have places inside the text and can be shown; a text without a message has a whole tree, one with
// messages has none.
std::string check_reading(const std::string& text);
// Of a text that can be read: the layout has the same tree and the same comments, in order, and is left alone the second time.
// Nothing is asked of other texts.
std::string check_layout(const std::string& text);
// Both texts can be read and have the same tree.
std::string check_same_tree(const std::string& a, const std::string& b);
bool reads(const std::string& text);

}  // namespace ratebook::fuzz
