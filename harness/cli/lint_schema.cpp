#include "harness/cli/lint_schema.hpp"

#include <boost/json.hpp>

namespace mailrig::cli {

namespace {

namespace json = boost::json;
using scenario::Key;
using scenario::Type;

json::object table_schema(std::span<const Key> keys);

json::object typed(std::string_view type) {
  return {{"type", json::string(type)}};
}

// A key of any name has its pattern for the names.
void restrict_text(json::object& schema, const Key& key) {
  if (!key.pattern.empty() && key.name != scenario::kAnyName) schema["pattern"] = key.pattern;
}

json::object string_schema(const Key& key) {
  json::object schema = typed("string");
  if (key.required) schema["minLength"] = 1;
  restrict_text(schema, key);
  if (key.words.empty()) return schema;
  json::array words;
  for (const std::string_view word : key.words) words.emplace_back(word);
  schema["enum"] = std::move(words);
  return schema;
}

json::object integer_schema(const Key& key) {
  json::object schema = typed("integer");
  if (key.least == 0 && key.most == 0) return schema;
  schema["minimum"] = key.least;
  schema["maximum"] = key.most;
  return schema;
}

json::object list_of(json::object items, const Key& key) {
  json::object schema = typed("array");
  if (items["type"] == "string") restrict_text(items, key);
  schema["items"] = std::move(items);
  if (key.required) schema["minItems"] = 1;
  return schema;
}

json::object either(json::object first, json::object second) {
  return {{"anyOf", json::array{std::move(first), std::move(second)}}};
}

json::object value_schema(const Key& key) {
  switch (key.type) {
    case Type::String:
      return string_schema(key);
    case Type::Strings:
      return list_of(typed("string"), key);
    case Type::StringOrStrings:
      return either(string_schema(key), list_of(typed("string"), key));
    case Type::StringOrTable:
      return either(string_schema(key), table_schema(key.keys));
    case Type::StringOrInteger:
      return either(typed("string"), typed("integer"));
    case Type::StringOrNumbers: {
      json::object numbers = typed("object");
      numbers["additionalProperties"] = typed("number");
      return either(string_schema(key), std::move(numbers));
    }
    case Type::Boolean:
      return typed("boolean");
    case Type::Integer:
      return integer_schema(key);
    case Type::Integers:
      return list_of(typed("integer"), key);
    case Type::Number:
      return typed("number");
    case Type::Table:
      return table_schema(key.keys);
    case Type::Tables:
      return list_of(table_schema(key.keys), key);
  }
  return {};
}

json::object table_schema(std::span<const Key> keys) {
  json::object schema = typed("object");
  json::object properties;
  json::array required;
  schema["additionalProperties"] = false;
  for (const Key& key : keys) {
    json::object value = value_schema(key);
    value["description"] = key.what;
    if (key.name == scenario::kAnyName) {
      schema["additionalProperties"] = std::move(value);
      if (!key.pattern.empty()) schema["propertyNames"] = json::object{{"pattern", key.pattern}};
      continue;
    }
    properties[key.name] = std::move(value);
    if (key.required) required.emplace_back(key.name);
  }
  if (!properties.empty()) schema["properties"] = std::move(properties);
  if (!required.empty()) schema["required"] = std::move(required);
  return schema;
}

// Two spaces a level: people read it, and compare versions of it.
void append(std::string& out, const json::value& value, const std::string& indent) {
  const std::string deeper = indent + "  ";
  if (const json::object* object = value.if_object(); object != nullptr && !object->empty()) {
    std::string_view before = "{\n";
    for (const auto& [name, member] : *object) {
      (out += before) += deeper + json::serialize(json::string(name)) + ": ";
      append(out, member, deeper);
      before = ",\n";
    }
    out += "\n" + indent + "}";
  } else {
    out += json::serialize(value);
  }
}

}  // namespace

std::string render_schema(const KindInfo& kind) {
  json::object schema{{"$schema", "http://json-schema.org/draft-07/schema#"},
                      {"title", "mailrig: " + std::string(kind.what)}};
  for (auto& [name, value] : table_schema(kind.keys())) schema[name] = value;
  std::string out;
  append(out, schema, "");
  return out + "\n";
}

}  // namespace mailrig::cli
